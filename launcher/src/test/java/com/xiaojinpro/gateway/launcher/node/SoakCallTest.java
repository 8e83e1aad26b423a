package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.launcher.node.SoakCall.Reader;
import com.xiaojinpro.gateway.launcher.node.SoakCall.Verdict;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The judge of the soak against gateways that are wrong in every way it is there to find. */
@Timeout(30)
class SoakCallTest {
    private ScriptedUpstream gateway;

    @BeforeEach
    void start() {
        gateway = ScriptedUpstream.start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aWholeAnswerIsWhole() throws IOException {
        assertThat(judge(two().finish("stop").stream())).isEqualTo(Verdict.WHOLE);
    }

    @Test
    void anAnswerThatIsTruncatedOrAnothersAndLooksFinishedIsWrong() throws IOException {
        assertThat(judge(OpenAiScript.chat("m").text("one;").finish("stop").stream()))
                .isEqualTo(Verdict.WRONG);
        assertThat(judge(OpenAiScript.chat("m").text("one;").text("two;").text("two;").stream()))
                .isEqualTo(Verdict.WRONG);
        assertThat(judge(OpenAiScript.chat("m").text("another;").text("two;").stream()))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void anErrorIsHonestUnlessItComesWithAnEndOrAfterWhatWasNeverSaid() throws IOException {
        OpenAiScript broken = OpenAiScript.chat("m").text("one;").error("server_error", null, "cut");
        assertThat(judge(broken.unfinished())).isEqualTo(Verdict.ERROR_IN_THE_STREAM);
        assertThat(judge(broken.stream())).isEqualTo(Verdict.WRONG);
        OpenAiScript mixed = OpenAiScript.chat("m").text("two;").error("server_error", null, "cut");
        assertThat(judge(mixed.unfinished())).isEqualTo(Verdict.WRONG);
    }

    @Test
    void anAnswerThatJustEndsIsCut() throws IOException {
        assertThat(judge(two().unfinished())).isEqualTo(Verdict.CUT);
        assertThat(judge(Script.json(500, ""))).isEqualTo(Verdict.CUT);
        assertThat(judge(OpenAiScript.failure(503, "server_error", null, "none")))
                .isEqualTo(Verdict.REFUSED);
    }

    private static OpenAiScript two() {
        return OpenAiScript.chat("m").text("one;").text("two;");
    }

    private Verdict judge(Script script) throws IOException {
        gateway.on("soak", script);
        return new SoakCall(gateway.port(), "call-1", Reader.READS, new Random(1)).run("one;two;");
    }
}
