package com.xiaojinpro.gateway.bus;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.json.ChunkJson;
import com.xiaojinpro.gateway.model.json.FaultJson;
import com.xiaojinpro.gateway.model.json.RequestJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of frames between nodes. The head (version, from, sender, stream) is the same in every version, so that a
 * node can refuse what it cannot read; everything after it belongs to the version. A frame that cannot be read becomes
 * {@link FrameBody.Unreadable}, never an exception, which the event bus would swallow. Thread-safe.
 */
public final class FrameCodec implements MessageCodec<Frame, Frame> {
    private static final int HOLD_BACK = 1;
    private static final int STRICT = 2;
    /** The codec's name on the wire; short, it travels with every frame. */
    public static final String NAME = "x";

    static final int VERSION = 1;

    /** Stands for the version of a frame of which not even the head can be read. */
    static final int NO_VERSION = -1;

    private static final byte DISPATCH = 1;
    private static final byte ACCEPTED = 2;
    private static final byte ATTEMPT = 3;
    private static final byte COMMITTED = 4;
    private static final byte REFUSED = 5;
    private static final byte DATA = 6;
    private static final byte END = 7;
    private static final byte ERROR = 8;
    private static final byte CREDIT = 9;
    private static final byte CANCEL = 10;
    private static final byte PING = 11;
    private static final byte PONG = 12;
    private static final byte UNREADABLE = 13;
    private static final byte UNKNOWN = 14;
    private static final byte PROBE = 15;
    private static final byte POSITION = 16;

    private final int version;

    public FrameCodec() {
        this(VERSION);
    }

    /** A codec that writes another version's byte, for tests of mixed clusters. */
    FrameCodec(int version) {
        this.version = version;
    }

    @Override
    public void encodeToWire(Buffer out, Frame frame) {
        out.appendByte((byte) version);
        Wire.appendString(out, frame.from());
        out.appendLong(frame.sender()).appendLong(frame.stream());
        appendBody(out, frame.body());
    }

    @Override
    public Frame decodeFromWire(int position, Buffer in) {
        Wire.Reader reader = new Wire.Reader(in, position);
        int theirs;
        String from;
        long sender;
        long stream;
        try {
            theirs = reader.unsignedByte();
            from = reader.string();
            sender = reader.int64();
            stream = reader.int64();
        } catch (RuntimeException broken) {
            return new Frame(Frame.NOBODY, 0, 0, new FrameBody.Unreadable(NO_VERSION));
        }
        return new Frame(from, sender, stream, readBody(theirs, reader));
    }

    @Override
    public Frame transform(Frame frame) {
        return frame;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    private static FrameBody readBody(int version, Wire.Reader in) {
        if (version != VERSION) {
            return new FrameBody.Unreadable(version);
        }
        try {
            return body(in);
        } catch (RuntimeException broken) {
            return new FrameBody.Unreadable(version);
        }
    }

    private static void appendBody(Buffer out, FrameBody body) {
        switch (body) {
            case FrameBody.Dispatch dispatch -> appendCall(out.appendByte(DISPATCH), dispatch.call());
            case FrameBody.Accepted accepted -> out.appendByte(ACCEPTED).appendInt(accepted.attempt());
            case FrameBody.Attempt attempt -> appendAttempt(out.appendByte(ATTEMPT), attempt.request());
            case FrameBody.Committed committed -> out.appendByte(COMMITTED).appendInt(committed.attempt());
            case FrameBody.Refused refused -> {
                out.appendByte(REFUSED).appendInt(refused.dispatch());
                appendFault(out, refused.fault());
                appendTried(out, refused.tried());
            }
            case FrameBody.Data data -> {
                out.appendByte(DATA)
                        .appendInt(data.attempt())
                        .appendInt(data.seq())
                        .appendInt(data.bytes());
                appendEvents(out, data.events());
                appendOrigin(out, data.origin());
            }
            case FrameBody.End end -> {
                out.appendByte(END)
                        .appendInt(end.attempt())
                        .appendInt(end.seq())
                        .appendInt(end.bytes());
                out.appendLong(end.count());
                appendEvents(out, end.events());
                appendOrigin(out, end.origin());
            }
            case FrameBody.Failed error -> {
                out.appendByte(ERROR).appendInt(error.attempt());
                appendFault(out, error.fault());
            }
            case FrameBody.Credit credit -> out.appendByte(CREDIT).appendLong(credit.total());
            case FrameBody.Cancel ignored -> out.appendByte(CANCEL);
            case FrameBody.Ping ignored -> out.appendByte(PING);
            case FrameBody.Pong ignored -> out.appendByte(PONG);
            case FrameBody.Probe probe -> out.appendByte(PROBE).appendLong(probe.total());
            case FrameBody.Position position ->
                out.appendByte(POSITION).appendInt(position.attempt()).appendInt(position.seq());
            case FrameBody.Unknown ignored -> out.appendByte(UNKNOWN);
            case FrameBody.Unreadable unreadable -> out.appendByte(UNREADABLE).appendInt(unreadable.version());
        }
    }

    private static FrameBody body(Wire.Reader in) {
        int kind = in.unsignedByte();
        return switch (kind) {
            case DISPATCH -> new FrameBody.Dispatch(call(in));
            case ACCEPTED -> new FrameBody.Accepted(in.int32());
            case ATTEMPT -> new FrameBody.Attempt(attempt(in));
            case COMMITTED -> new FrameBody.Committed(in.int32());
            case REFUSED -> new FrameBody.Refused(in.int32(), fault(in), tried(in));
            case DATA -> new FrameBody.Data(in.int32(), in.int32(), in.int32(), events(in), origin(in));
            case END -> {
                int attempt = in.int32();
                int seq = in.int32();
                int bytes = in.int32();
                long count = in.int64();
                yield new FrameBody.End(attempt, seq, bytes, events(in), count, origin(in));
            }
            case ERROR -> new FrameBody.Failed(in.int32(), fault(in));
            case CREDIT -> new FrameBody.Credit(in.int64());
            case CANCEL -> new FrameBody.Cancel();
            case PING -> new FrameBody.Ping();
            case PONG -> new FrameBody.Pong();
            case PROBE -> new FrameBody.Probe(in.int64());
            case POSITION -> new FrameBody.Position(in.int32(), in.int32());
            case UNKNOWN -> new FrameBody.Unknown();
            case UNREADABLE -> new FrameBody.Unreadable(in.int32());
            default -> throw new IllegalArgumentException("unknown frame kind " + kind);
        };
    }

    private static void appendCall(Buffer out, CallRequest call) {
        Wire.appendString(out, call.requestId());
        Wire.appendString(out, call.tenant());
        out.appendInt(call.dispatch()).appendLong(call.deadlineMillis()).appendInt(call.credit());
        out.appendInt(call.headers().size());
        call.headers().forEach((name, value) -> {
            Wire.appendString(out, name);
            Wire.appendString(out, value);
        });
        ByteWriter json = new ByteWriter(1024);
        RequestJson.write(call.request(), json);
        Wire.appendBytes(out, json.take());
        Wire.appendBytes(out, call.request().body());
    }

    private static CallRequest call(Wire.Reader in) {
        String requestId = in.string();
        String tenant = in.string();
        int dispatch = in.int32();
        long deadline = in.int64();
        int credit = in.int32();
        int size = in.int32();
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < size; i++) {
            String name = in.string();
            headers.put(name, in.string());
        }
        Buffer json = in.bytes();
        UnifiedRequest request = RequestJson.read(json, in.bytes());
        return new CallRequest(requestId, tenant, dispatch, deadline, credit, headers, request);
    }

    private static void appendAttempt(Buffer out, AttemptRequest attempt) {
        Wire.appendString(out, attempt.ingress());
        out.appendLong(attempt.ingressStream()).appendInt(attempt.attempt());
        Target target = attempt.target();
        out.appendByte((byte) ((attempt.holdBack() ? HOLD_BACK : 0) | (target.strict() ? STRICT : 0)));
        Wire.appendString(out, target.provider());
        Wire.appendString(out, target.model());
        Wire.appendNullable(out, target.region());
        Wire.appendNullable(out, target.project());
        Timeouts timeouts = target.timeouts();
        out.appendLong(timeouts.connect().toMillis())
                .appendLong(timeouts.firstContent().toMillis())
                .appendLong(timeouts.idle().toMillis())
                .appendLong(timeouts.total().toMillis());
        appendTried(out, attempt.tried());
        appendCall(out, attempt.call());
    }

    private static AttemptRequest attempt(Wire.Reader in) {
        String ingress = in.string();
        long ingressStream = in.int64();
        int attempt = in.int32();
        int flags = in.unsignedByte();
        String provider = in.string();
        String model = in.string();
        String region = in.nullable();
        String project = in.nullable();
        Timeouts timeouts = new Timeouts(in.millis(), in.millis(), in.millis(), in.millis());
        Target target = new Target(provider, model, region, project, timeouts, (flags & STRICT) != 0);
        List<Tried> tried = tried(in);
        return new AttemptRequest(ingress, ingressStream, attempt, (flags & HOLD_BACK) != 0, target, tried, call(in));
    }

    private static void appendFault(Buffer out, Fault fault) {
        ByteWriter json = new ByteWriter(256);
        FaultJson.write(fault, json);
        Wire.appendBytes(out, json.take());
    }

    private static Fault fault(Wire.Reader in) {
        return FaultJson.read(in.bytes());
    }

    private static void appendEvents(Buffer out, List<UnifiedChunk> events) {
        ByteWriter json = new ByteWriter(256);
        ChunkJson.writeAll(events, json);
        Wire.appendBytes(out, json.take());
    }

    private static List<UnifiedChunk> events(Wire.Reader in) {
        return ChunkJson.readAll(in.bytes());
    }

    private static void appendOrigin(Buffer out, @Nullable Origin origin) {
        if (origin == null) {
            out.appendByte((byte) 0);
            return;
        }
        out.appendByte((byte) 1);
        Wire.appendString(out, origin.provider());
        Wire.appendString(out, origin.model());
        out.appendLong(origin.upstreamMicros()).appendInt(origin.dropped().size());
        origin.dropped().forEach(field -> Wire.appendString(out, field));
        appendTried(out, origin.tried());
    }

    private static @Nullable Origin origin(Wire.Reader in) {
        if (in.unsignedByte() == 0) {
            return null;
        }
        String provider = in.string();
        String model = in.string();
        long micros = in.int64();
        int size = in.int32();
        List<String> dropped = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            dropped.add(in.string());
        }
        return new Origin(provider, model, micros, dropped, tried(in));
    }

    private static void appendTried(Buffer out, List<Tried> tried) {
        out.appendInt(tried.size());
        for (Tried attempt : tried) {
            Wire.appendString(out, attempt.provider());
            Wire.appendString(out, attempt.model());
            out.appendInt(attempt.fault().failureCode()).appendInt(attempt.upstreamStatus());
        }
    }

    private static List<Tried> tried(Wire.Reader in) {
        int size = in.int32();
        if (size < 0) {
            throw new IllegalArgumentException("a negative number of attempts");
        }
        List<Tried> tried = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            tried.add(new Tried(in.string(), in.string(), FaultKind.ofFailureCode(in.int32()), in.int32()));
        }
        return tried;
    }
}
