package com.xiaojinpro.gateway.ingress.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final Fingerprint PRINT = Fingerprint.of("POST", "/v1/messages", Buffer.buffer("{}"));

    @Property
    void anAnswerComesBackAsItWas(
            @ForAll @IntRange(min = 100, max = 599) int status,
            @ForAll Map<String, String> headers,
            @ForAll byte[] body) {
        Entry entry = new Entry.Answered(PRINT, new StoredAnswer(status, headers, Buffer.buffer(body)));
        assertThat(Entry.read(Entry.write(entry))).isEqualTo(entry);
    }

    @Test
    void aRunningCallComesBackAsItWas() {
        Entry entry = new Entry.Running(PRINT, "call");
        assertThat(Entry.read(Entry.write(entry))).isEqualTo(entry);
    }

    @Test
    void bytesOfAnotherVersionOrThatAreCutAreRefused() {
        byte[] bytes = Entry.write(new Entry.Running(PRINT, "call"));
        assertThatThrownBy(() -> Entry.read(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        bytes[0] = 9;
        assertThatThrownBy(() -> Entry.read(bytes)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void methodPathAndBodyTellRequestsApart() {
        assertThat(PRINT).isEqualTo(Fingerprint.of("POST", "/v1/messages", Buffer.buffer("{}")));
        assertThat(PRINT).isNotEqualTo(Fingerprint.of("PUT", "/v1/messages", Buffer.buffer("{}")));
        assertThat(PRINT).isNotEqualTo(Fingerprint.of("POST", "/v1/message", Buffer.buffer("s{}")));
        assertThat(PRINT).isNotEqualTo(Fingerprint.of("POST", "/v1/messages", Buffer.buffer("{ }")));
        assertThat(Fingerprint.of("a", "bc").hex())
                .isNotEqualTo(Fingerprint.of("ab", "c").hex())
                .hasSize(64);
    }

    @Test
    void anAnswerThatGrowsTooLargeIsForgotten() {
        Recording recording = new Recording(4);
        recording.take(Buffer.buffer("ab"));
        recording.take(Buffer.buffer("cd"));
        assertThat(recording.body()).isEqualTo(Buffer.buffer("abcd"));
        recording.take(Buffer.buffer("e"));
        recording.take(Buffer.buffer("f"));
        assertThat(recording.tooLarge()).isTrue();
        assertThat(recording.body()).isNull();
    }
}
