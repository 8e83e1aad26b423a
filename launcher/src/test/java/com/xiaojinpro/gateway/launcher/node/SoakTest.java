package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.FreePort;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of streams at once through a cluster of processes, while everything goes wrong that may: clients leave or read
 * slowly, providers break off, and the process of a connector is killed and started again. No answer may be silently wrong,
 * and nothing may be left at the end. Chance is seeded; only the timing differs from run to run.
 */
@Tag("soak")
@Timeout(300)
class SoakTest {
    private static final int CLIENTS = 250;
    private static final Duration LOAD = Duration.ofSeconds(90);
    private static final int KILLS = 3;
    private static final int PIECES = 40;
    private static final long HEAP_GROWTH = 24 << 20;
    private static final Pattern NAME = Pattern.compile("call-[0-9]+");

    @TempDir
    Path folder;

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final Queue<GatewayProcess> processes = new ConcurrentLinkedQueue<>();
    private final Map<SoakCall.Verdict, LongAdder> verdicts = new EnumMap<>(SoakCall.Verdict.class);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private ScriptedUpstream upstream;
    private int seedPort;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start();
        upstream.answer(request -> true, this::answer);
        seedPort = FreePort.next();
        for (SoakCall.Verdict verdict : SoakCall.Verdict.values()) {
            verdicts.put(verdict, new LongAdder());
        }
    }

    @AfterEach
    void stop() {
        clock.shutdownNow();
        processes.forEach(GatewayProcess::close);
        upstream.close();
    }

    @Test
    void noAnswerIsSilentlyWrongAndNothingIsLeft() throws Exception {
        GatewayProcess front = start("front", "ingress,router", seedPort);
        front.awaitReady(1);
        GatewayProcess steady = start("steady", "connector", FreePort.next());
        GatewayProcess doomed = start("doomed", "connector", FreePort.next());
        front.awaitReady(3);
        steady.awaitReady(3);
        load(front, Duration.ofSeconds(5), 0);
        awaitNothingOpen(List.of(front, steady, doomed));
        long heapBefore = front.liveBytes();
        long steadyBefore = steady.liveBytes();

        load(front, LOAD, KILLS);

        List<GatewayProcess> alive =
                processes.stream().filter(GatewayProcess::alive).toList();
        assertThat(alive).hasSize(3).contains(front, steady);
        awaitNothingOpen(alive);
        upstream.awaitIdle();
        System.out.println("Soak: " + calls + " calls " + verdicts + ", live heap of the ingress " + heapBefore
                + " then " + front.liveBytes());
        assertThat(failures).isEmpty();
        assertThat(count(SoakCall.Verdict.WRONG) + count(SoakCall.Verdict.CUT)).isZero();
        // Else it has not seen what it is for.
        assertThat(count(SoakCall.Verdict.WHOLE)).isGreaterThan(CLIENTS);
        assertThat(count(SoakCall.Verdict.ERROR_IN_THE_STREAM)).isGreaterThan(CLIENTS);
        assertThat(count(SoakCall.Verdict.LEFT)).isGreaterThan(CLIENTS);
        assertThat(front.liveBytes()).isLessThan(heapBefore + HEAP_GROWTH);
        assertThat(steady.liveBytes()).isLessThan(steadyBefore + HEAP_GROWTH);
    }

    /** Clients call without a pause until the time is over; the youngest connector is killed now and then, and replaced. */
    private void load(GatewayProcess front, Duration time, int kills) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                Random chance = new Random(client);
                clients.submit(() -> {
                    while (System.nanoTime() < end) {
                        call(front, chance);
                    }
                });
            }
            for (int kill = 1; kill <= kills; kill++) {
                long at = end - time.toNanos() * (kills + 1 - kill) / (kills + 1);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, at - System.nanoTime()));
                GatewayProcess doomed = processes.stream()
                        .filter(GatewayProcess::alive)
                        .reduce((older, younger) -> younger)
                        .orElseThrow();
                doomed.kill();
                start("reborn-" + kill, "connector", FreePort.next()).awaitReady(3);
            }
        }
    }

    private void call(GatewayProcess front, Random chance) {
        String name = "call-" + calls.incrementAndGet();
        SoakCall.Reader reader = SoakCall.Reader.values()[chance.nextInt(SoakCall.Reader.values().length)];
        SoakCall call = new SoakCall(front.port(), name, reader, chance);
        try {
            SoakCall.Verdict verdict = call.run(said(name));
            verdicts.get(verdict).increment();
            if (verdict == SoakCall.Verdict.WRONG || verdict == SoakCall.Verdict.CUT) {
                failures.add(name + " " + reader + " " + verdict + ": " + call.seen());
            }
        } catch (Exception e) {
            failures.add(name + " " + reader + " " + e + ": " + call.seen());
        }
    }

    /** What the provider says to one call: in pieces, with a pause within, and to the end or not, as its number has it. */
    private Script answer(RecordedRequest request) {
        Matcher name = NAME.matcher(request.bodyText());
        if (!name.find()) {
            throw new AssertionError("a request of nobody");
        }
        int number = Integer.parseInt(name.group().substring("call-".length()));
        Random chance = new Random(number);
        Gate gate = new Gate();
        clock.schedule(gate::open, chance.nextInt(800), TimeUnit.MILLISECONDS);
        OpenAiScript script = OpenAiScript.chat("soak");
        int pause = chance.nextInt(PIECES);
        int broken = chance.nextInt(PIECES);
        int kind = chance.nextInt(8);
        for (int piece = 0; piece < PIECES; piece++) {
            if (piece == pause) {
                script.pause(gate);
            }
            if (piece == broken) {
                switch (kind) {
                    case 0 -> {
                        return script.cut();
                    }
                    case 1 -> {
                        return script.reset();
                    }
                    case 2 -> {
                        return script.unfinished();
                    }
                    case 3 -> {
                        return script.error("server_error", null, "the engine stopped")
                                .unfinished();
                    }
                    default -> {}
                }
            }
            script.text(piece(name.group(), piece));
        }
        return script.finish("stop").usage(7, PIECES).stream();
    }

    private static String said(String name) {
        StringBuilder said = new StringBuilder();
        for (int piece = 0; piece < PIECES; piece++) {
            said.append(piece(name, piece));
        }
        return said.toString();
    }

    /** A piece that is of this call and no other, some of them larger than a credit window's half. */
    private static String piece(String name, int piece) {
        return name + "/" + piece + "=" + "x".repeat(piece % 10 == 9 ? 4_000 : 20) + ";";
    }

    private static void awaitNothingOpen(List<GatewayProcess> nodes) {
        for (GatewayProcess node : nodes) {
            try {
                Awaitable.until(() -> node.status()
                        .replaceAll("\\s", "")
                        .contains("\"open\":{\"calls\":0,\"streams\":0,\"exchanges\":0}"));
            } catch (AssertionError late) {
                throw new AssertionError("something is left: " + node.status(), late);
            }
        }
    }

    private GatewayProcess start(String name, String roles, int clusterPort) throws Exception {
        GatewayProcess process =
                GatewayProcess.start(folder, name, roles, clusterPort, seedPort, """
                [providers.up]
                type = "openai-compatible"
                base_url = "%s/v1"
                [models.soak]
                primary = { provider = "up", model = "soak" }
                """.formatted(upstream.url()));
        processes.add(process);
        return process;
    }

    private long count(SoakCall.Verdict verdict) {
        return verdicts.get(verdict).sum();
    }
}
