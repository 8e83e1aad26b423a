package com.xiaojinpro.gateway.connector.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coding agents offer hosted tools to every provider; one that has none works with the others. */
class HostedToolsTest {
    private static final ToolSpec SHELL = new ToolSpec.Function("shell", null, null, null, null, Extras.NONE);
    private static final ToolSpec SEARCH =
            new ToolSpec.Opaque(Dialect.OPENAI_RESPONSES, "{\"type\":\"web_search\",\"external_web_access\":true}");
    private static final ToolSpec FETCH =
            new ToolSpec.Opaque(Dialect.ANTHROPIC_MESSAGES, "{\"type\":\"web_fetch_20250910\",\"name\":\"web_fetch\"}");

    private final Set<String> dropped = new LinkedHashSet<>();

    private static UnifiedRequestBuilder request(@Nullable ToolChoice choice, ToolSpec... tools) {
        return new UnifiedRequestBuilder(Dialect.OPENAI_RESPONSES)
                .tools(List.of(tools))
                .toolChoice(choice);
    }

    private UnifiedRequest told(UnifiedRequestBuilder request) {
        return HostedTools.of(request.build(), Dialect.OPENAI_CHAT, dropped);
    }

    private void refused(UnifiedRequestBuilder request, String path) {
        assertThatThrownBy(() -> told(request))
                .satisfies(e -> assertThat(Fault.from(e).param()).isEqualTo(path));
    }

    @Test
    void whatAProviderDoesNotHaveIsLeftOutAndReported() {
        UnifiedRequest told = told(request(new ToolChoice.Required(), SEARCH, SHELL, FETCH));
        assertThat(told.tools()).containsExactly(SHELL);
        assertThat(told.toolChoice()).isEqualTo(new ToolChoice.Required());
        assertThat(dropped).containsExactly("tools.web_search", "tools.web_fetch_20250910");
    }

    @Test
    void whatItHasStays() {
        UnifiedRequest request = request(null, SEARCH, SHELL).build();
        assertThat(HostedTools.of(request, Dialect.OPENAI_RESPONSES, dropped)).isSameAs(request);
        assertThat(dropped).isEmpty();
    }

    @Test
    void whereNoToolIsLeftThereIsNoChoice() {
        assertThat(told(request(new ToolChoice.Auto(), SEARCH)).toolChoice()).isNull();
    }

    @Test
    void aDemandedToolIsRefused() {
        refused(request(new ToolChoice.Named("web_fetch", false), SHELL, FETCH), "tools[1]");
        refused(request(new ToolChoice.Required(), SEARCH), "tool_choice");
        refused(
                request(null, SHELL, SEARCH).extras(Extras.of(Map.of("tool_choice", "{\"type\":\"web_search\"}"))),
                "tools[1]");
    }

    @Test
    void anAllowanceOfHostedToolsOnlyIsRefusedWhereOneMustBeCalled() {
        String only = "{\"type\":\"allowed_tools\",\"mode\":\"%s\",\"tools\":[{\"type\":\"web_search\"}]}";
        UnifiedRequestBuilder must = request(new ToolChoice.None(), SHELL, SEARCH)
                .extras(Extras.of(Map.of("tool_choice", only.formatted("required"))));
        refused(must, "tools[1]");
        UnifiedRequestBuilder may = request(new ToolChoice.None(), SHELL, SEARCH)
                .extras(Extras.of(Map.of("tool_choice", only.formatted("auto"))));
        assertThat(told(may).toolChoice()).isEqualTo(new ToolChoice.None());
        UnifiedRequestBuilder mixed = request(new ToolChoice.Allowed(List.of("shell"), true), SHELL, SEARCH)
                .extras(Extras.of(Map.of("tool_choice", only.formatted("required"))));
        assertThat(told(mixed).toolChoice()).isEqualTo(new ToolChoice.Allowed(List.of("shell"), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"type\":\"a\\r\\nb: c\"}", "{\"type\":\"\"}", "{\"name\":\"x\"}", "{\"type\":\"\u00fc\"}"})
    void aStrangeTypeDoesNotReachAHeader(String tool) {
        told(request(null, new ToolSpec.Opaque(Dialect.OPENAI_RESPONSES, tool)));
        assertThat(dropped).containsExactly("tools.hosted");
    }
}
