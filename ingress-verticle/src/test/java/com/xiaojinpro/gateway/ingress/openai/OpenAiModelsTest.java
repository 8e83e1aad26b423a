package com.xiaojinpro.gateway.ingress.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenAiModelsTest {
    private final OpenAiModels models = new OpenAiModels(List.of("b", "vendor/a:free"), 7);

    @Test
    void modelsAreListedInTheirOrder() {
        assertThat(models.list().toString())
                .isEqualTo(
                        "{\"object\":\"list\",\"data\":["
                                + "{\"id\":\"b\",\"object\":\"model\",\"created\":7,\"owned_by\":\"xiaojinpro\"},"
                                + "{\"id\":\"vendor/a:free\",\"object\":\"model\",\"created\":7,\"owned_by\":\"xiaojinpro\"}]}");
        assertThat(new OpenAiModels(List.of(), 7).list().toString()).isEqualTo("{\"object\":\"list\",\"data\":[]}");
    }

    @Test
    void oneModelIsFoundByItsWholeId() {
        JsonObject found = models.model("vendor/a:free").toJsonObject();
        assertThat(found.getString("id")).isEqualTo("vendor/a:free");
        assertThat(found.getString("object")).isEqualTo("model");
        assertThat(models.model("a:free")).isNull();
    }
}
