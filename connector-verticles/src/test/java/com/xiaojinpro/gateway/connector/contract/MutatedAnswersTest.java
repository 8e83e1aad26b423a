package com.xiaojinpro.gateway.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a provider sends, every decoder keeps the grammar, ends once, throws nothing but what it tells as a fault, and holds
 * no more than it was sent.
 */
class MutatedAnswersTest {
    private static final String[] TYPES = {"text/event-stream", "application/json"};
    private static final int LONG_BYTES = 256 * 1024;

    /** Nothing of this takes seconds unless it takes more than linear time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(Fuzzed.class)
    void anAnswerThatIsNotDamagedIsWhole(Fuzzed dialect) {
        String type = TYPES[dialect.streams() ? 0 : 1];
        List<UnifiedChunk> events = Answers.decode(dialect.decoder(type), List.of(Buffer.buffer(dialect.answer)));
        assertThat(Answers.finished(events)).as("%s", events).isTrue();
    }

    @Property(tries = 6_000)
    void aDamagedAnswerIsSurvived(@ForAll Fuzzed dialect, @ForAll long seed) {
        survive(dialect, Mutations.of(Answers.utf8(dialect.answer), seed));
    }

    @Property(tries = 2_000)
    void bytesThatAreNoAnswerAreSurvived(@ForAll Fuzzed dialect, @ForAll @Size(max = 300) byte[] bytes) {
        survive(dialect, bytes);
    }

    /** A piece of an answer again and again, as long as a long answer: neither slow, nor more than was sent. */
    @Property(tries = 60)
    void aPieceRepeatedForLongIsSurvived(@ForAll Fuzzed dialect, @ForAll long seed) {
        byte[] answer = Answers.utf8(dialect.answer);
        Random random = new Random(seed);
        int from = random.nextInt(answer.length);
        int length = 1 + random.nextInt(Math.min(400, answer.length - from));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(answer, 0, from);
        while (out.size() < LONG_BYTES) {
            out.write(answer, from, length);
        }
        out.write(answer, from + length, answer.length - from - length);
        assertTimeoutPreemptively(PATIENCE, () -> survive(dialect, out.toByteArray()));
    }

    /** The same event again and again is what a server in a loop sends. */
    @Test
    void anEventRepeatedForLongIsSurvived() {
        for (Fuzzed dialect : Fuzzed.values()) {
            if (!dialect.streams()) {
                continue;
            }
            String[] events = dialect.answer.split("\n\n");
            for (int repeated = 0; repeated < events.length; repeated++) {
                StringBuilder body = new StringBuilder();
                for (int before = 0; before < repeated; before++) {
                    body.append(events[before]).append("\n\n");
                }
                while (body.length() < LONG_BYTES / 4) {
                    body.append(events[repeated]).append("\n\n");
                }
                assertTimeoutPreemptively(PATIENCE, () -> survive(dialect, Answers.utf8(body.toString())));
            }
        }
    }

    private static void survive(Fuzzed dialect, byte[] bytes) {
        for (String type : TYPES) {
            List<UnifiedChunk> events = Answers.decode(dialect.decoder(type), Answers.pieces(bytes, 997));
            assertThat(size(events)).isLessThan(10_000 + 10L * bytes.length);
            if (!Answers.finished(events)) {
                assertThat(Answers.fault(events).kind()).isNotEqualTo(FaultKind.INTERNAL);
            }
        }
        assertThat(dialect.codec.fault(Answers.head(400), Buffer.buffer(bytes)).message())
                .isNotNull();
    }

    /** What the events hold, in chars, each a little more than its text. */
    private static long size(List<UnifiedChunk> events) {
        long size = 0;
        for (UnifiedChunk event : new ArrayList<>(events)) {
            size += switch (event) {
                case UnifiedChunk.Delta delta -> delta.value().length();
                case UnifiedChunk.Opaque opaque -> opaque.json().length();
                default -> 16;
            };
        }
        return size + 8L * events.size();
    }
}
