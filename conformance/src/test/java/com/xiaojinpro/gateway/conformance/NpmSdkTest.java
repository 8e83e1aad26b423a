package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.UpstreamExchange;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The official JavaScript SDKs as clients: scripts the models they ask for and runs the tests in {@code npm/test/}. Skipped
 * where npm is not installed.
 */
@Timeout(600)
class NpmSdkTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private static final String SEAL = "c2VhbA==";

    @Test
    void theJavaScriptSdksGetWhatTheirProvidersSend() throws Exception {
        assumeTrue(NpmProject.possible(), "npm is not installed: the JavaScript SDKs are not tested");
        for (Backend backend : Backend.values()) {
            script(backend);
        }
        NpmProject.test(STAGE.gateway(), "test/openai.test.mjs", "test/anthropic.test.mjs", "test/ai-sdk.test.mjs");

        List<UpstreamExchange> left = STAGE.upstream().exchanges().stream()
                .filter(exchange -> "endless".equals(exchange.request().model()))
                .toList();
        assertThat(left).hasSize(3 * Backend.values().length);
        left.forEach(UpstreamExchange::awaitDisconnected);
    }

    private static void script(Backend backend) {
        answer(backend, "text", request -> Answer.text("Grüße, ", "世界 ", "😀"));
        answer(
                backend,
                "tools",
                request -> Answer.call("call_one", "get_weather", "{\"city\":", "\"Köln\"}")
                        .andCall("call_two", "now")
                        .andCall("call_three", "get_weather", "{\"city\":\"東京\"}"));
        answer(
                backend,
                "loop",
                request -> remembers(backend.seen(request))
                        ? Answer.text("It ", "rains.")
                        : Answer.call("call_one", "get_weather", "{\"city\":", "\"Köln\"}"));
        answer(backend, "thinking", request -> Answer.text("42").after(SEAL, "Six times ", "seven."));
        answer(
                backend,
                "sealed",
                request -> request.bodyText().contains("noon")
                        ? Answer.text(sealed(backend, request) ? "the seal is whole" : "the seal is broken")
                        : Answer.call("call_one", "now", "{}").after(SEAL, "I need ", "the time."));
        answer(backend, "structured", request -> Answer.text("{\"name\":\"Köln\",", "\"people\":1087000}"));
        play(
                backend,
                "cut",
                backend.unfinished("cut", Answer.text("Once ", "upon ")).cut());
        play(backend, "endless", backend.pausing("endless", "first", new Gate(), "never"));
        for (int status : new int[] {400, 404, 500}) {
            play(backend, "status-" + status, backend.failure(status, "The provider says no."));
        }
        play(backend, "status-429", backend.failure(429, "Too fast.").header("retry-after", "7"));
    }

    /** Whether a request brings the whole conversation: a turn by itself says nothing. */
    private static boolean remembers(Seen seen) {
        List<String> turns = seen.only("user", "call", "result");
        return turns.size() == 3
                && turns.get(0).equals("user Hello?")
                && turns.get(1).endsWith(" get_weather {\"city\":\"Köln\"}")
                && turns.get(2).endsWith(" rain in Köln");
    }

    /** Whether a provider that seals its reasoning got the seal back; the others must not see one that is not theirs. */
    private static boolean sealed(Backend backend, RecordedRequest request) {
        return switch (backend) {
            case OPENROUTER, ANTHROPIC, GEMINI ->
                backend.seen(request).only("seal").equals(List.of("seal " + SEAL));
            case COMPATIBLE -> !request.bodyText().contains("xjp1.");
        };
    }

    private static void answer(Backend backend, String model, Function<RecordedRequest, Answer> answer) {
        STAGE.upstream()
                .answer(
                        request -> isFor(backend, model, request),
                        request -> backend.play(model, answer.apply(request), request));
    }

    private static void play(Backend backend, String model, Script script) {
        STAGE.upstream().on(request -> isFor(backend, model, request), script);
    }

    private static boolean isFor(Backend backend, String model, RecordedRequest request) {
        return model.equals(request.model()) && request.path().startsWith("/" + backend.route(""));
    }
}
