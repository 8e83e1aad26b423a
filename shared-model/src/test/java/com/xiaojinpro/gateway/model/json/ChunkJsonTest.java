package com.xiaojinpro.gateway.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import com.xiaojinpro.gateway.testing.ArbitraryAnswer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkJsonTest {
    @Provide
    Arbitrary<List<UnifiedChunk>> answers() {
        return ArbitraryAnswer.any();
    }

    @Property(tries = 300)
    void everyEventOfAnAnswerComesBackAsItWas(@ForAll("answers") List<UnifiedChunk> answer) {
        byte[] written = writeAll(answer);
        assertThat(ChunkJson.readAll(written, 0, written.length)).isEqualTo(answer);
        for (UnifiedChunk chunk : answer) {
            ByteWriter out = new ByteWriter(8);
            ChunkJson.write(chunk, out);
            byte[] one = out.take().getBytes();
            assertThat(ChunkJson.read(one, 0, one.length)).isEqualTo(chunk);
        }
    }

    @Property(tries = 300)
    void fieldsOfANewerVersionAreSkippedWhereverTheyStand(
            @ForAll("answers") List<UnifiedChunk> answer, @ForAll long seed) {
        byte[] grown = UnknownFields.into(writeAll(answer), new Random(seed));
        assertThat(ChunkJson.readAll(grown, 0, grown.length)).isEqualTo(answer);
    }

    @Property(tries = 200)
    void aDamagedFrameIsAFaultOrAnotherFrameButNeverABug(
            @ForAll("answers") List<UnifiedChunk> answer, @ForAll Random chance) {
        byte[] damaged = writeAll(answer);
        damaged[chance.nextInt(damaged.length)] = (byte) chance.nextInt(256);
        int length = chance.nextBoolean() ? damaged.length : chance.nextInt(damaged.length);
        try {
            ChunkJson.readAll(damaged, 0, length);
        } catch (FaultException e) {
            assertThat(e.fault().kind()).isEqualTo(FaultKind.INTERNAL);
            assertThat(e.fault().retryable()).isTrue();
        }
    }

    @Property(tries = 200)
    void aFrameIsReadWhereverItLiesInItsBuffer(@ForAll("answers") List<UnifiedChunk> answer) {
        byte[] written = writeAll(answer);
        byte[] padded = new byte[written.length + 12];
        System.arraycopy(written, 0, padded, 7, written.length);
        padded[6] = '[';
        padded[7 + written.length] = '1';
        assertThat(ChunkJson.readAll(padded, 7, written.length)).isEqualTo(answer);
    }

    /** The words and names of this document are frozen: nodes of two versions share them. */
    @Test
    void theFormIsFrozen() {
        Map<String, String> extras = new LinkedHashMap<>();
        extras.put("provider", "\"P\"");
        extras.put("n", "1.0");
        Usage usage =
                new Usage(10, 1, 2, 3, 4, 20, 5, 6, new BigDecimal("0.10"), Usage.Source.PARTIAL, Extras.of(extras));
        Fault fault = new Fault(FaultKind.RATE_LIMITED, "slow", "c", "p", Duration.ofMillis(1500), true, 429);
        List<UnifiedChunk> all = List.of(
                new UnifiedChunk.Started("a", "m", 17, Dialect.OPENAI_CHAT, Extras.of(extras)),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                new UnifiedChunk.PartStarted(1, 2, PartKind.TOOL_CALL, "i", "f", "o", Extras.NONE),
                UnifiedChunk.Delta.content(0, "h\u00e9"),
                new UnifiedChunk.Delta(1, DeltaKind.SIGNATURE, "s"),
                new UnifiedChunk.PartEnded(0),
                new UnifiedChunk.UsageReported(usage),
                new UnifiedChunk.Opaque(Dialect.GEMINI, 1, "{\"a\": 1}"),
                new UnifiedChunk.Finished(List.of(
                        new UnifiedChunk.Ending(0, FinishReason.STOP_SEQUENCE, "stop", "END", Extras.NONE),
                        new UnifiedChunk.Ending(1, FinishReason.LENGTH, null, null, Extras.NONE))),
                new UnifiedChunk.Failed(fault));
        String form = """
                [{"k":"start","id":"a","model":"m","created":17,"dialect":"OPENAI_CHAT",\
                "x":["provider","\\"P\\"","n","1.0"]},\
                {"k":"part","i":0,"kind":"TEXT"},\
                {"k":"part","i":1,"c":2,"kind":"TOOL_CALL","id":"i","name":"f","origin":"o"},\
                [0,"h\u00e9"],[1,"s","SIGNATURE"],{"k":"end","i":0},\
                {"k":"usage","usage":{"in":10,"read":1,"write5m":2,"write1h":3,"inAudio":4,"out":20,"reasoning":5,\
                "outAudio":6,"cost":0.10,"source":"PARTIAL","x":["provider","\\"P\\"","n","1.0"]}},\
                {"k":"raw","c":1,"dialect":"GEMINI","json":"{\\"a\\": 1}"},\
                {"k":"finish","ends":[{"reason":"STOP_SEQUENCE","native":"stop","stop":"END"},\
                {"c":1,"reason":"LENGTH"}]},\
                {"k":"fail","fault":{"kind":1012,"message":"slow","code":"c","param":"p","after":"PT1.5S","retry":true,\
                "status":429}}]""";
        assertThat(new String(writeAll(all), StandardCharsets.UTF_8)).isEqualTo(form);
        assertThat(read(form)).isEqualTo(all);
    }

    @Test
    void aDeltaMayGrowFurtherElements() {
        assertThat(read("[[3,\"v\",\"CONTENT\",{\"later\":[1]},2]]"))
                .containsExactly(UnifiedChunk.Delta.content(3, "v"));
    }

    @Test
    void anEventThatThisVersionDoesNotKnowIsNamedInTheFault() {
        Fault fault = unreadable("[[0,\"a\"],{\"k\":\"hologram\",\"i\":1}]");
        assertThat(fault.message()).contains("[1].k").contains("hologram").contains("does not know");
        assertThat(fault.kind()).isEqualTo(FaultKind.INTERNAL);
        assertThat(fault.retryable()).isTrue();
        assertThat(fault.code()).isEqualTo("unreadable_message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"k\":\"part\",\"i\":0,\"kind\":\"HOLOGRAM\"}]",
                "[{\"k\":\"finish\",\"ends\":[{\"reason\":\"HOLOGRAM\"}]}]",
                "[{\"k\":\"raw\",\"dialect\":\"HOLOGRAM\",\"json\":\"{}\"}]",
                "[[0,\"x\",\"HOLOGRAM\"]]",
            })
    void aWordWhoseLossWouldChangeTheAnswerIsAFault(String frame) {
        assertThat(unreadable(frame).message()).contains("HOLOGRAM");
    }

    @Test
    void aKindOfFaultThatThisVersionDoesNotKnowIsInternalAndKeepsWhetherItMayBeRetried() {
        List<UnifiedChunk> read =
                read("[{\"k\":\"fail\",\"fault\":{\"kind\":1999,\"message\":\"new\",\"retry\":true}}]");
        assertThat(read)
                .containsExactly(new UnifiedChunk.Failed(
                        Fault.of(FaultKind.INTERNAL, "new").withRetryable(true)));
    }

    @Test
    void aSourceOfUsageThatThisVersionDoesNotKnowClaimsTheLeast() {
        assertThat(read("[{\"k\":\"usage\",\"usage\":{\"in\":1,\"source\":\"AUDITED\"}}]"))
                .containsExactly(new UnifiedChunk.UsageReported(Usage.of(1, 0, Usage.Source.ESTIMATED)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "{}",
                "[{}]",
                "[1]",
                "[[]]",
                "[[0]]",
                "[[-1,\"x\"]]",
                "[[3000000000,\"x\"]]",
                "[[0,1]]",
                "[{\"k\":\"start\",\"id\":\"a\"}]",
                "[{\"k\":\"part\",\"kind\":\"TEXT\"}]",
                "[{\"k\":\"part\",\"i\":0,\"kind\":\"TOOL_CALL\"}]",
                "[{\"k\":\"end\"}]",
                "[{\"k\":\"usage\"}]",
                "[{\"k\":\"usage\",\"usage\":{\"in\":-1,\"source\":\"REPORTED\"}}]",
                "[{\"k\":\"usage\",\"usage\":{\"in\":1}}]",
                "[{\"k\":\"usage\",\"usage\":{\"cost\":\"much\",\"source\":\"REPORTED\"}}]",
                "[{\"k\":\"raw\",\"dialect\":\"GEMINI\"}]",
                "[{\"k\":\"finish\",\"ends\":[]}]",
                "[{\"k\":\"finish\",\"ends\":[{}]}]",
                "[{\"k\":\"fail\",\"fault\":{\"kind\":1014}}]",
                "[{\"k\":\"fail\",\"fault\":{\"kind\":1014,\"message\":\"m\",\"after\":\"soon\"}}]",
                "[{\"k\":\"start\",\"id\":\"a\",\"model\":\"m\",\"dialect\":\"GEMINI\",\"x\":[\"odd\"]}]",
                "[] []",
            })
    void aFrameThatIsNotWholeIsAnInternalFault(String frame) {
        assertThat(unreadable(frame).kind()).isEqualTo(FaultKind.INTERNAL);
    }

    private static byte[] writeAll(List<UnifiedChunk> chunks) {
        ByteWriter out = new ByteWriter(16);
        ChunkJson.writeAll(chunks, out);
        return out.take().getBytes();
    }

    private static List<UnifiedChunk> read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ChunkJson.readAll(bytes, 0, bytes.length);
    }

    private static Fault unreadable(String json) {
        return catchThrowableOfType(FaultException.class, () -> read(json)).fault();
    }
}
