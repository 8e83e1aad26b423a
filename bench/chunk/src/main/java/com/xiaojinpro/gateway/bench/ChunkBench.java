package com.xiaojinpro.gateway.bench;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The pure part of what a chunk costs: decode the event of a provider, render it to the client, take the bytes. One
 * invocation is a whole stream, so that what a stream builds up is in it; the figure is a chunk's. Times are sampled, because
 * the median of samples holds on a machine that has other work to do, where a mean does not.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class ChunkBench {
    private static final int CHUNKS = 500;
    private static final Target TARGET = new Target("p", "m", null, null, Timeouts.DEFAULT);
    private static final CallIdentity CALL = new CallIdentity("req_0123456789", 1_760_000_000);

    @Param
    private Path path;

    @Param
    private Content content;

    private final ByteWriter writer = new ByteWriter(1024);
    private final List<UnifiedChunk> events = new ArrayList<>();
    private UpstreamHead head;
    private UnifiedRequest request;
    private HttpCodec codec;
    private List<Buffer> stream;

    @Setup
    public void prepare() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("content-type", "text/event-stream");
        head = new UpstreamHead(200, headers);
        request = path.client.protocol.read(Buffer.buffer(path.client.request));
        codec = path.upstream.codec();
        stream = path.upstream.buffers(content, CHUNKS);
        check();
    }

    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public void chunk(Blackhole client) {
        EventDecoder decoder = codec.decoder(head, request, TARGET);
        StreamRenderer renderer = path.client.protocol.stream(request, CALL);
        for (int i = 0; i < stream.size(); i++) {
            decoder.decode(stream.get(i), events);
            forward(renderer, client);
        }
        decoder.end(events);
        forward(renderer, client);
    }

    private void forward(StreamRenderer renderer, Blackhole client) {
        for (int i = 0; i < events.size(); i++) {
            renderer.render(events.get(i), writer);
        }
        events.clear();
        if (writer.length() > 0) {
            client.consume(writer.take());
        }
    }

    /** What is measured is an answer that goes well, with an event for the client in every chunk that need not be held. */
    private void check() {
        EventDecoder decoder = codec.decoder(head, request, TARGET);
        StreamRenderer renderer = path.client.protocol.stream(request, CALL);
        List<UnifiedChunk> all = new ArrayList<>();
        int writes = 0;
        for (Buffer buffer : stream) {
            decoder.decode(buffer, events);
            all.addAll(events);
            for (UnifiedChunk event : events) {
                renderer.render(event, writer);
            }
            events.clear();
            writes += writer.length() > 0 ? 1 : 0;
            writer.take();
        }
        decoder.end(all);
        // The signature of a call of Gemini's, which comes last, stands in its first event to an Anthropic client.
        boolean held = path == Path.GEMINI_TO_ANTHROPIC && content == Content.TOOL_ARGUMENTS;
        if (!(all.getLast() instanceof UnifiedChunk.Finished) || (writes < CHUNKS && !held)) {
            throw new IllegalStateException(writes + " writes, last " + all.getLast());
        }
    }
}
