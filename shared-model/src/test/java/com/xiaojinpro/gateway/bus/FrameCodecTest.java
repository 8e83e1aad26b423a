package com.xiaojinpro.gateway.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.testing.ArbitraryAnswer;
import com.xiaojinpro.gateway.testing.ArbitraryFault;
import com.xiaojinpro.gateway.testing.ArbitraryRequest;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class FrameCodecTest {
    private static final String FROM = "xjp.n.7f3a.0.ingress";
    private static final List<Tried> TRIED = List.of(
            new Tried("fürst", "model-0", FaultKind.RATE_LIMITED, 429),
            new Tried("second", "m/1", FaultKind.UNAVAILABLE, 0));
    private static final Origin ORIGIN = new Origin("a provider", "model-1", 123_456, List.of("top_k", "stöp"), TRIED);
    private static final Timeouts TIMEOUTS =
            new Timeouts(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(3), Duration.ofHours(4));

    private final FrameCodec codec = new FrameCodec();

    @Provide
    Arbitrary<UnifiedRequest> requests() {
        return ArbitraryRequest.any();
    }

    @Provide
    Arbitrary<List<UnifiedChunk>> answers() {
        return ArbitraryAnswer.any();
    }

    @Provide
    Arbitrary<Fault> faults() {
        return ArbitraryFault.any();
    }

    @Property(tries = 100)
    void aCallComesBackAsItWas(
            @ForAll("requests") UnifiedRequest request, @ForAll int dispatch, @ForAll long deadline) {
        CallRequest call = call(request, dispatch, deadline);
        comesBack(new FrameBody.Dispatch(call));
        comesBack(attempt(call, true, "eu-1", null));
        comesBack(attempt(call, false, null, "project"));
    }

    @Property(tries = 100)
    void theEventsOfAnAnswerComeBackAsTheyWere(
            @ForAll("answers") List<UnifiedChunk> events, @ForAll int seq, @ForAll long count) {
        comesBack(new FrameBody.Data(1, seq, 77, events, ORIGIN));
        comesBack(new FrameBody.Data(-1, seq, 0, events, null));
        comesBack(new FrameBody.End(1, seq, 77, events, count, null));
        comesBack(new FrameBody.End(1, seq, 77, events, count, ORIGIN));
    }

    @Property(tries = 50)
    void aFaultComesBackAsItWas(@ForAll("faults") Fault fault) {
        comesBack(new FrameBody.Refused(2, fault));
        comesBack(new FrameBody.Refused(2, fault, TRIED));
        comesBack(new FrameBody.Failed(3, fault));
    }

    @Property(tries = 50)
    void numbersComeBackAsTheyWere(@ForAll int number, @ForAll long total) {
        comesBack(new FrameBody.Accepted(number));
        comesBack(new FrameBody.Committed(number));
        comesBack(new FrameBody.Credit(total));
        comesBack(new FrameBody.Probe(total));
        comesBack(new FrameBody.Position(number, ~number));
        comesBack(new FrameBody.Unreadable(number));
    }

    @Example
    void framesThatSayNothingMoreComeBack() {
        comesBack(new FrameBody.Unknown());
        comesBack(new FrameBody.Cancel());
        comesBack(new FrameBody.Ping());
        comesBack(new FrameBody.Pong());
    }

    @Example
    void locallyTheFrameItselfIsHandedOver() {
        Frame frame = new Frame(FROM, 1, 2, new FrameBody.Ping());
        assertThat(codec.transform(frame)).isSameAs(frame);
        assertThat(codec.name()).isEqualTo(FrameCodec.NAME);
        assertThat(codec.systemCodecID()).isEqualTo((byte) -1);
    }

    @Example
    void aFrameOfAnotherVersionKeepsItsHead() {
        Buffer wire = Buffer.buffer();
        new FrameCodec(200).encodeToWire(wire, new Frame(FROM, -3, Long.MAX_VALUE, new FrameBody.Cancel()));
        assertThat(codec.decodeFromWire(0, wire))
                .isEqualTo(new Frame(FROM, -3, Long.MAX_VALUE, new FrameBody.Unreadable(200)));
    }

    @Property(tries = 100)
    void aTruncatedBodyIsUnreadableAndNeverThrows(
            @ForAll("requests") UnifiedRequest request,
            @ForAll("answers") List<UnifiedChunk> events,
            @ForAll Random chance) {
        for (FrameBody body : List.of(
                attempt(call(request, 0, 1000), true, "r", "p"), new FrameBody.End(1, 0, 5, events, 9, ORIGIN))) {
            byte[] wire = wire(body).getBytes();
            int length = head() + chance.nextInt(wire.length - head());
            assertThat(codec.decodeFromWire(0, Buffer.buffer().appendBytes(wire, 0, length)))
                    .isEqualTo(new Frame(FROM, 11, 22, new FrameBody.Unreadable(FrameCodec.VERSION)));
        }
    }

    @Property(tries = 100)
    void aCorruptedBodyNeverThrowsAndKeepsItsHead(
            @ForAll("requests") UnifiedRequest request,
            @ForAll("answers") List<UnifiedChunk> events,
            @ForAll Random chance) {
        for (FrameBody body : List.of(
                new FrameBody.Dispatch(call(request, 0, 1000)),
                new FrameBody.Data(1, 0, 5, events, ORIGIN),
                new FrameBody.Failed(1, Fault.of(FaultKind.TIMEOUT, "late")))) {
            byte[] wire = wire(body).getBytes();
            wire[head() + chance.nextInt(wire.length - head())] = (byte) chance.nextInt(256);
            Frame read = codec.decodeFromWire(0, Buffer.buffer(wire));
            assertThat(read.from()).isEqualTo(FROM);
            assertThat(read.sender()).isEqualTo(11);
            assertThat(read.stream()).isEqualTo(22);
        }
    }

    /** Frames of every kind, so that what holds for any frame is tried with each. */
    @Provide
    Arbitrary<FrameBody> bodies() {
        Arbitrary<UnifiedRequest> requests = ArbitraryRequest.any();
        Arbitrary<List<UnifiedChunk>> answers = ArbitraryAnswer.any();
        return Arbitraries.oneOf(
                requests.map(request -> new FrameBody.Dispatch(call(request, 1, 1000))),
                requests.map(request -> attempt(call(request, 0, 1000), true, "eu", null)),
                answers.map(events -> new FrameBody.Data(1, 2, 3, events, ORIGIN)),
                answers.map(events -> new FrameBody.End(1, 2, 3, events, 4, null)),
                ArbitraryFault.any().map(fault -> new FrameBody.Failed(1, fault)),
                ArbitraryFault.any().map(fault -> new FrameBody.Refused(1, fault, TRIED)),
                Arbitraries.of(
                        new FrameBody.Accepted(1),
                        new FrameBody.Committed(2),
                        new FrameBody.Credit(3),
                        new FrameBody.Probe(4),
                        new FrameBody.Position(5, 6),
                        new FrameBody.Unreadable(7),
                        new FrameBody.Unknown(),
                        new FrameBody.Cancel(),
                        new FrameBody.Ping(),
                        new FrameBody.Pong()));
    }

    @Property(tries = 100)
    void noPrefixOfAFrameThrowsOrPassesForOne(@ForAll("bodies") FrameBody body) {
        byte[] wire = wire(body).getBytes();
        int step = Math.max(1, wire.length / 200);
        for (int length = 0; length < wire.length; length += length < head() ? 1 : step) {
            Frame read = codec.decodeFromWire(0, Buffer.buffer().appendBytes(wire, 0, length));
            if (length < head()) {
                assertThat(read)
                        .isEqualTo(new Frame(Frame.NOBODY, 0, 0, new FrameBody.Unreadable(FrameCodec.NO_VERSION)));
            } else {
                assertThat(read).isEqualTo(new Frame(FROM, 11, 22, new FrameBody.Unreadable(FrameCodec.VERSION)));
            }
        }
    }

    @Property(tries = 300)
    void noCorruptedByteOfAFrameThrows(@ForAll("bodies") FrameBody body, @ForAll Random chance) {
        byte[] wire = wire(body).getBytes();
        for (int i = 0; i < 50; i++) {
            byte[] corrupt = wire.clone();
            corrupt[i < 10 ? i % wire.length : chance.nextInt(wire.length)] = (byte) chance.nextInt(256);
            assertThat(codec.decodeFromWire(0, Buffer.buffer(corrupt)).body()).isNotNull();
        }
    }

    @Example
    void aKindThatDoesNotExistIsUnreadable() {
        Buffer wire = wire(new FrameBody.Ping());
        wire.setByte(head(), (byte) 99);
        assertThat(codec.decodeFromWire(0, wire).body()).isEqualTo(new FrameBody.Unreadable(FrameCodec.VERSION));
    }

    @Example
    void aMissingStringIsUnreadable() {
        Buffer wire = wire(new FrameBody.Dispatch(call(ArbitraryRequest.any().sample(), 0, 1)));
        wire.setInt(head() + 1, -1);
        assertThat(codec.decodeFromWire(0, wire).body()).isEqualTo(new FrameBody.Unreadable(FrameCodec.VERSION));
    }

    private void comesBack(FrameBody body) {
        Frame frame = new Frame(FROM, 11, 22, body);
        Buffer wire = Buffer.buffer("what the event bus wrote before");
        int position = wire.length();
        codec.encodeToWire(wire, frame);
        wire.appendString("and after");
        assertThat(codec.decodeFromWire(position, wire)).isEqualTo(frame);
    }

    private Buffer wire(FrameBody body) {
        Buffer wire = Buffer.buffer();
        codec.encodeToWire(wire, new Frame(FROM, 11, 22, body));
        return wire;
    }

    private static int head() {
        return 1 + Integer.BYTES + FROM.length() + 2 * Long.BYTES;
    }

    private static CallRequest call(UnifiedRequest request, int dispatch, long deadline) {
        return new CallRequest(
                "req-1", "tenänt", dispatch, deadline, 65_536, Map.of("x-a", "1", "anthropic-beta", "b,c"), request);
    }

    private static FrameBody attempt(
            CallRequest call, boolean holdBack, @Nullable String region, @Nullable String project) {
        Target target = new Target("p", "m", region, project, TIMEOUTS);
        return new FrameBody.Attempt(
                new AttemptRequest(FROM, 9, 4, holdBack, target, holdBack ? TRIED : List.of(), call));
    }
}
