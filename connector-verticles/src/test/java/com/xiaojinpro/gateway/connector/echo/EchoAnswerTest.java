package com.xiaojinpro.gateway.connector.echo;

import static com.xiaojinpro.gateway.connector.echo.EchoRequests.answer;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.builder;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.events;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.fault;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.message;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.parts;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.text;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EchoAnswerTest {
    @Test
    void theLastUserTextComesBackWordByWord() {
        UnifiedRequest request = builder(
                        message(Role.SYSTEM, "be short"),
                        message(Role.USER, "first"),
                        message(Role.ASSISTANT, "echo: first"),
                        message(Role.USER, " hello  big world\n"))
                .build();
        assertThat(events(request).stream()
                        .filter(UnifiedChunk.Delta.class::isInstance)
                        .map(event -> ((UnifiedChunk.Delta) event).value()))
                .containsExactly("echo:", " hello", "  big", " world");
        UnifiedAnswer answer = answer(request);
        assertThat(answer.model()).isEqualTo("echo-demo");
        assertThat(answer.created()).isEqualTo(1_800_000_000);
        assertThat(answer.choices().get(0).ending().reason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.choices().get(0).ending().nativeReason()).isEqualTo("stop");
    }

    @Test
    void withoutAUserTextThereIsNothingToRepeat() {
        assertThat(text(user(""))).isEqualTo("echo:");
        assertThat(text(builder(message(Role.SYSTEM, "s")).build())).isEqualTo("echo:");
    }

    @Test
    void mediaAreNamed() {
        MediaSource source = new MediaSource.Url("https://example.com/a");
        UnifiedMessage message = UnifiedMessage.of(
                Role.USER,
                List.of(
                        ContentPart.Text.of("see"),
                        new ContentPart.Image(source, null, null, Extras.NONE),
                        new ContentPart.Document(source, null, null, null, null, Extras.NONE),
                        new ContentPart.Audio(source, null, null, Extras.NONE),
                        new ContentPart.Video(source, null, Extras.NONE)));
        assertThat(text(builder(message).build())).isEqualTo("echo: see\n[image]\n[document]\n[audio]\n[video]");
    }

    @Test
    void tokensAreCountedAsWordsAndMarkedAsEstimated() {
        UnifiedRequest request = builder(message(Role.SYSTEM, "one two"), message(Role.USER, "three four five"))
                .build();
        assertThat(answer(request).usage()).isEqualTo(Usage.of(5, 4, Usage.Source.ESTIMATED));
    }

    @Test
    void anAnswerLongerThanItsLimitIsCutAndSaysSo() {
        UnifiedRequest request =
                builder(message(Role.USER, "a b c d")).maxOutputTokens(3L).build();
        assertThat(text(request)).isEqualTo("echo: a b");
        assertThat(answer(request).choices().get(0).ending().reason()).isEqualTo(FinishReason.LENGTH);

        UnifiedRequest exact =
                builder(message(Role.USER, "a b c d")).maxOutputTokens(5L).build();
        assertThat(text(exact)).isEqualTo("echo: a b c d");
        assertThat(answer(exact).choices().get(0).ending().reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void anAnswerEndsAtTheFirstStopSequenceThatComes() {
        UnifiedRequest request = builder(message(Role.USER, "one STOP two HALT three"))
                .stop(List.of("HALT", "STOP", ""))
                .build();
        assertThat(text(request)).isEqualTo("echo: one ");
        UnifiedChunk.Ending ending = answer(request).choices().get(0).ending();
        assertThat(ending.reason()).isEqualTo(FinishReason.STOP_SEQUENCE);
        assertThat(ending.stopSequence()).isEqualTo("STOP");
    }

    @Test
    void everyChoiceIsTheSameAndHasItsOwnPartsAndEnd() {
        Sampling three = new Sampling(null, null, null, null, null, null, null, null, null, 3, null);
        UnifiedAnswer answer = answer(builder(message(Role.USER, "a b c"))
                .sampling(three)
                .maxOutputTokens(2L)
                .build());
        assertThat(answer.choices()).hasSize(3).allSatisfy(choice -> {
            assertThat(choice.parts()).hasSize(1);
            assertThat(((ContentPart.Text) choice.parts().get(0).part()).text()).isEqualTo("echo: a");
            assertThat(choice.ending().reason()).isEqualTo(FinishReason.LENGTH);
        });
        assertThat(answer.usage()).isEqualTo(Usage.of(3, 6, Usage.Source.ESTIMATED));
    }

    @Test
    void tooManyChoicesAreRefused() {
        Sampling many = new Sampling(null, null, null, null, null, null, null, null, null, 129, null);
        assertThat(fault(builder(message(Role.USER, "a")).sampling(many).build())
                        .param())
                .isEqualTo("n");
    }

    @Test
    void whereJsonIsAskedForTheAnswerIsJson() {
        ResponseFormat format = new ResponseFormat.JsonObject();
        assertThat(text(builder(message(Role.USER, "say \"hi\""))
                        .responseFormat(format)
                        .build()))
                .isEqualTo("{\"echo\":\"say \\\"hi\\\"\"}");
        ResponseFormat schema = new ResponseFormat.JsonSchema("s", null, "{}", true, Extras.NONE);
        assertThat(text(builder(message(Role.USER, "{\"city\": \"Oslo\"}"))
                        .responseFormat(schema)
                        .build()))
                .isEqualTo("{\"city\": \"Oslo\"}");
        assertThat(text(builder(message(Role.USER, "{\"city\": "))
                        .responseFormat(schema)
                        .build()))
                .isEqualTo("{\"echo\":\"{\\\"city\\\":\"}");
        assertThat(text(builder(message(Role.USER, "[1]"))
                        .responseFormat(schema)
                        .build()))
                .isEqualTo("{\"echo\":\"[1]\"}");
    }

    @Test
    void thoughtsComeFirstAndAreCountedAsSuch() {
        UnifiedRequest request = user("[[reason:think twice]] [[reason:again]] hi");
        assertThat(parts(request))
                .containsExactly(
                        new ContentPart.Reasoning("think twice", null, null, null, null, null, Extras.NONE),
                        new ContentPart.Reasoning("again", null, null, null, null, null, Extras.NONE),
                        ContentPart.Text.of("echo: hi"));
        assertThat(answer(request).usage().reasoning()).isEqualTo(3);
        assertThat(answer(request).usage().output()).isEqualTo(5);
    }

    @Test
    void usageThatIsAskedForIsReported() {
        assertThat(answer(user("[[usage:120, 34]] hi")).usage()).isEqualTo(Usage.of(120, 34, Usage.Source.REPORTED));
        assertThat(text(user("[[usage:120, 34]] hi"))).isEqualTo("echo: hi");
    }

    @Test
    void aFailureThatIsAskedForComesBeforeAnything() {
        List<UnifiedChunk> events = events(user("[[fail:rate-limited]] hi"));
        assertThat(events).hasSize(1);
        assertThat(fault(user("[[fail:rate-limited]] hi")).kind()).isEqualTo(FaultKind.RATE_LIMITED);
        assertThat(fault(user("[[fail:rate-limited]] hi")).upstreamStatus()).isEqualTo(429);
    }

    @Test
    void orAfterSoManyPiecesOfContent() {
        List<UnifiedChunk> events = events(user("[[fail-after:2]] a b c"));
        assertThat(events.stream().filter(UnifiedChunk.Delta.class::isInstance)).hasSize(2);
        assertThat(fault(user("[[fail-after:2]] a b c")).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
        assertThat(fault(user("[[fail-after:2]] [[fail:OVERLOADED]] a b c")).kind())
                .isEqualTo(FaultKind.OVERLOADED);
        assertThat(events(user("[[fail-after:0]] a"))).hasSize(2).first().isInstanceOf(UnifiedChunk.Started.class);
    }

    @Test
    void aFailureAfterTheEndComesInPlaceOfTheEnd() {
        List<UnifiedChunk> events = events(user("[[fail-after:99]] a b"));
        assertThat(events.stream().filter(UnifiedChunk.Delta.class::isInstance)).hasSize(3);
        assertThat(events.get(events.size() - 1)).isInstanceOf(UnifiedChunk.Failed.class);
    }

    @Test
    void thePaceIsTheProvidersUnlessTheTextSetsOne() {
        assertThat(EchoRequests.PROVIDER.pace(user("hi"))).isEqualTo(Duration.ofMillis(7));
        assertThat(EchoRequests.PROVIDER.pace(user("[[pace:20]] hi"))).isEqualTo(Duration.ofMillis(20));
        assertThat(EchoRequests.PROVIDER.pace(user("[[pace:x]] hi"))).isZero();
    }

    @Test
    void theSameRequestGetsTheSameEvents() {
        UnifiedRequest request = EchoRequests.userWithTools("[[tool:weather {}]] hi");
        assertThat(events(request)).isEqualTo(events(request));
    }

    @Test
    void nothingFollowsTheLastEvent() {
        Iterator<UnifiedChunk> events = EchoRequests.PROVIDER.answer(user("a"), EchoRequests.TARGET);
        events.forEachRemaining(event -> {});
        assertThatThrownBy(events::next).isInstanceOf(NoSuchElementException.class);
    }

    @Property
    void whateverTheTextItComesBackWhole(@ForAll String text) {
        String plain = text.replace("[[", "[");
        assertThat(text(user(plain))).isEqualTo(("echo: " + plain.strip()).stripTrailing());
    }

    @Property
    void whateverTheLimitsTheAnswerIsWellFormed(
            @ForAll @IntRange(max = 12) int limit, @ForAll @IntRange(max = 12) int fail, @ForAll boolean fails) {
        String mark = fails ? "[[fail-after:" + fail + "]] " : "";
        UnifiedRequest request = builder(message(
                        Role.USER, mark + "[[reason:a b]] [[tool:weather {\"city\":\"a long enough name\"}]] c d"))
                .tools(EchoRequests.TOOLS)
                .maxOutputTokens((long) limit)
                .build();
        List<UnifiedChunk> events = events(request);
        assertThat(events.stream().filter(UnifiedChunk.Delta.class::isInstance).count())
                .isLessThanOrEqualTo(limit);
        assertThat(events.get(events.size() - 1) instanceof UnifiedChunk.Failed).isEqualTo(fails);
    }
}
