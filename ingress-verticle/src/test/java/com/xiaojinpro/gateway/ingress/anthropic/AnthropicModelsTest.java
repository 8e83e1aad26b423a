package com.xiaojinpro.gateway.ingress.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.fault.FaultException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AnthropicModelsTest {
    private final AnthropicModels models = new AnthropicModels(List.of("a", "b", "c", "d"), 1_700_000_000);

    @Test
    @DisplayName("H124: a model is known by the members of both protocols")
    void oneModel() {
        Buffer body = models.one("b");
        assertThat(body).isNotNull();
        JsonObject model = new JsonObject(body);
        assertThat(model.getString("type")).isEqualTo("model");
        assertThat(model.getString("id")).isEqualTo("b");
        assertThat(model.getString("display_name")).isEqualTo("b");
        assertThat(model.getString("created_at")).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(model.getString("lifecycle")).isEqualTo("active");
        assertThat(model.getString("object")).isEqualTo("model");
        assertThat(model.getLong("created")).isEqualTo(1_700_000_000);
        assertThat(model.fieldNames())
                .contains("max_input_tokens", "max_tokens", "line", "deprecated_at", "retires_at", "capabilities");
        assertThat(models.one("x")).isNull();
    }

    @Test
    void pagesGoForwards() {
        assertPage(page(null, null, null), List.of("a", "b", "c", "d"), false);
        assertPage(page(2, null, null), List.of("a", "b"), true);
        assertPage(page(2, "b", null), List.of("c", "d"), false);
        assertPage(page(2, "d", null), List.of(), false);
    }

    @Test
    void pagesGoBackwards() {
        assertPage(page(2, null, "d"), List.of("b", "c"), true);
        assertPage(page(2, null, "b"), List.of("a"), false);
        assertPage(page(2, null, "a"), List.of(), false);
    }

    @Test
    void withoutALimitAPageHasTwenty() {
        List<String> names = IntStream.range(0, 30).mapToObj(i -> "m" + i).toList();
        JsonObject page = new JsonObject(new AnthropicModels(names, 0).page(null, null, null));
        assertThat(page.getJsonArray("data")).hasSize(20);
        assertThat(page.getBoolean("has_more")).isTrue();
    }

    @Test
    void whatCannotBeAPageIsRefused() {
        assertThatThrownBy(() -> models.page(0, null, null)).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> models.page(1001, null, null)).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> models.page(null, "x", null)).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> models.page(null, "a", "b")).isInstanceOf(FaultException.class);
    }

    @Property(tries = 200)
    void followingTheCursorVisitsEveryModelOnce(
            @ForAll @IntRange(max = 60) int count, @ForAll @IntRange(min = 1, max = 25) int limit) {
        List<String> names = IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
        AnthropicModels all = new AnthropicModels(names, 0);
        List<String> visited = new ArrayList<>();
        String after = null;
        boolean more = true;
        while (more) {
            JsonObject page = new JsonObject(all.page(limit, after, null));
            visited.addAll(ids(page));
            after = page.getString("last_id");
            more = page.getBoolean("has_more");
        }
        assertThat(visited).isEqualTo(names);
    }

    private JsonObject page(@Nullable Integer limit, @Nullable String after, @Nullable String before) {
        return new JsonObject(models.page(limit, after, before));
    }

    private static void assertPage(JsonObject page, List<String> ids, boolean more) {
        assertThat(ids(page)).isEqualTo(ids);
        assertThat(page.getBoolean("has_more")).isEqualTo(more);
        assertThat(page.getString("first_id")).isEqualTo(ids.isEmpty() ? null : ids.getFirst());
        assertThat(page.getString("last_id")).isEqualTo(ids.isEmpty() ? null : ids.getLast());
    }

    private static List<String> ids(JsonObject page) {
        JsonArray data = page.getJsonArray("data");
        return IntStream.range(0, data.size())
                .mapToObj(i -> data.getJsonObject(i).getString("id"))
                .toList();
    }
}
