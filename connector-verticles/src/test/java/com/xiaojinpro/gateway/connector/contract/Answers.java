package com.xiaojinpro.gateway.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.AnswerFold;
import com.xiaojinpro.gateway.model.ChunkGrammar;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs answers through decoders and reads what comes out. Every list of events is checked against the grammar. */
public final class Answers {
    public static final Target TARGET = new Target("test", "asked-model", null, null, Timeouts.DEFAULT);

    private Answers() {}

    public static UpstreamHead head(int status, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return new UpstreamHead(status, all);
    }

    /** A request that asks for one streamed answer. */
    public static UnifiedRequest streaming() {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("asked-model").stream(true).build();
    }

    /** The events of an answer that comes in these pieces and then ends. */
    public static List<UnifiedChunk> decode(EventDecoder decoder, List<Buffer> pieces) {
        List<UnifiedChunk> events = new ArrayList<>();
        for (Buffer piece : pieces) {
            decoder.decode(piece, events);
        }
        decoder.end(events);
        decoder.end(events);
        decoder.decode(Buffer.buffer("data: {}\n\n"), events);
        return checked(events);
    }

    public static List<UnifiedChunk> decode(HttpCodec codec, String contentType, String body) {
        return decode(
                codec.decoder(head(200, "content-type", contentType), streaming(), TARGET),
                List.of(Buffer.buffer(body)));
    }

    /** The same list, which keeps the grammar and has exactly one terminal event. */
    public static List<UnifiedChunk> checked(List<UnifiedChunk> events) {
        ChunkGrammar grammar = new ChunkGrammar();
        for (UnifiedChunk event : events) {
            String violation = grammar.violation(event);
            if (violation != null) {
                throw new AssertionError(violation + ": " + event + " in " + events);
            }
        }
        assertThat(grammar.ended()).as("a terminal event").isTrue();
        return events;
    }

    public static UnifiedAnswer fold(List<UnifiedChunk> events) {
        AnswerFold fold = new AnswerFold();
        events.forEach(fold::accept);
        return fold.answer();
    }

    /** The fault an answer failed with. */
    public static Fault fault(List<UnifiedChunk> events) {
        assertThat(events.getLast()).isInstanceOf(UnifiedChunk.Failed.class);
        return ((UnifiedChunk.Failed) events.getLast()).fault();
    }

    public static boolean finished(List<UnifiedChunk> events) {
        return events.getLast() instanceof UnifiedChunk.Finished;
    }

    /** Bytes in two pieces. */
    public static List<Buffer> cut(byte[] bytes, int at) {
        return List.of(
                Buffer.buffer().appendBytes(bytes, 0, at), Buffer.buffer().appendBytes(bytes, at, bytes.length - at));
    }

    /** Bytes in pieces of a size. */
    public static List<Buffer> pieces(byte[] bytes, int size) {
        List<Buffer> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += size) {
            pieces.add(Buffer.buffer().appendBytes(bytes, at, Math.min(size, bytes.length - at)));
        }
        return pieces;
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
