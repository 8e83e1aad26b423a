package com.xiaojinpro.gateway.accounts.usage;

import static com.xiaojinpro.gateway.accounts.TestServer.await;
import static com.xiaojinpro.gateway.accounts.TestServer.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.UsageConfig;
import com.xiaojinpro.gateway.ingress.CallRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of records between a call and a store that misbehaves. */
class UsageRecorderTest {
    private static final UsageConfig QUICK = new UsageConfig(List.of(), 1 << 20, Duration.ofMillis(5), 0, 0);

    @TempDir
    private Path home;

    private final FakeStore store = new FakeStore();

    @Test
    void everyCallOfAKnownKeyIsWrittenOnce() throws IOException {
        UsageRecorder recorder = start(new UsageConfig(List.of(), 1 << 24, Duration.ofMillis(5), 0, 0));
        record(recorder, 0, 5_000);
        recorder.ended(Calls.refused("refused", "app"));
        recorder.ended(Calls.eventful("eventful"));
        until(() -> store.written.size() == 5_002, "all are written");
        stop(recorder);
        assertThat(recorder.stats().written()).isEqualTo(5_002);
        assertThat(recorder.stats().spooled()).isEqualTo(5_002);
        assertThat(recorder.stats().lost()).isZero();
        assertThat(recorder.stats().spoolBytes()).isZero();
        assertThat(recorder.stats().memoryBytes()).isZero();
        assertThat(store.upkeeps.get()).isPositive();
    }

    /** The connections are closed next, and a pool that is closed in the middle of a statement may never be. */
    @Test
    void whatTheDatabaseIsAtWorkOnIsWaitedFor() throws IOException {
        Promise<Void> upkept = Promise.promise();
        store.upkept = upkept.future();
        UsageRecorder recorder = start(QUICK);
        until(() -> store.upkeeps.get() > 0, "the tables are kept up");
        Future<Void> closed = recorder.close(Duration.ofSeconds(30));
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        assertThat(closed.isComplete()).isFalse();
        upkept.complete();
        await(closed);
    }

    /** Else anybody who reaches the port could fill the database. */
    @Test
    void aCallWithoutAValidKeyHasNoRecord() throws IOException {
        UsageRecorder recorder = start(QUICK);
        recorder.ended(Calls.refused("nobody", ""));
        recorder.ended(Calls.refused("somebody", "app"));
        stop(recorder);
        assertThat(store.written).containsExactly("somebody");
    }

    @Test
    void whileTheStoreIsAwayRecordsWaitOnTheDiskAndNoCallNotices() throws IOException {
        store.away = true;
        UsageRecorder recorder = start(QUICK);
        record(recorder, 0, 500);
        until(() -> recorder.stats().spooled() == 500 && store.writes.get() > 1, "they are on the disk");
        assertThat(recorder.stats().memoryBytes()).isZero();
        assertThat(recorder.stats().spoolBytes()).isPositive();
        assertThat(recorder.stats().written()).isZero();
        store.away = false;
        until(() -> store.written.size() == 500, "they are written");
        stop(recorder);
        assertThat(recorder.stats().written()).isEqualTo(500);
    }

    @Test
    void aBatchOfWhichNobodyKnowsWhetherItWasTakenIsSentAgain() throws IOException {
        store.mute.set(3);
        UsageRecorder recorder = start(QUICK);
        record(recorder, 0, 100);
        until(() -> recorder.stats().spoolBytes() == 0 && recorder.stats().spooled() == 100, "all are taken over");
        stop(recorder);
        assertThat(store.written).hasSize(100);
        assertThat(store.mute.get()).isZero();
    }

    @Test
    void whatARunLeftOnTheDiskTheNextOneWrites() throws IOException {
        UsageRecorder first = UsageRecorder.start(home, QUICK, () -> PriceTable.EMPTY, () -> null, "n1");
        record(first, 0, 300);
        stop(first);
        assertThat(store.written).isEmpty();
        UsageRecorder second = start(QUICK);
        until(() -> store.written.size() == 300, "they are written");
        stop(second);
        assertThat(second.stats().written()).isEqualTo(300);
    }

    @Test
    void aRecordTheStoreWillNeverTakeHoldsUpNoOther() throws IOException {
        store.disliked = "r77";
        store.away = true;
        UsageRecorder recorder = start(QUICK);
        record(recorder, 0, 200);
        until(() -> recorder.stats().spooled() == 200, "they are on the disk");
        store.away = false;
        until(() -> store.written.size() == 199, "the others are written");
        until(() -> recorder.stats().rejected() == 1, "it is put aside");
        stop(recorder);
        assertThat(Files.readString(home.resolve("0/rejected.jsonl")))
                .contains("\"r77\"")
                .hasLineCount(1);
        assertThat(recorder.stats().lost()).isZero();
    }

    @Test
    void whereTheSpoolIsFullTheLossIsCounted() throws IOException {
        store.away = true;
        UsageRecorder recorder = start(QUICK);
        record(recorder, 0, 6_000);
        until(() -> recorder.stats().spooled() + recorder.stats().lost() == 6_000, "all are told of");
        assertThat(recorder.stats().lost()).isPositive();
        assertThat(recorder.stats().spoolBytes()).isLessThanOrEqualTo(QUICK.spoolMaxBytes());
        store.away = false;
        until(() -> store.written.size() == recorder.stats().spooled(), "what was kept is written");
        record(recorder, 6_000, 6_001);
        until(() -> store.written.contains("r6000"), "there is room again");
        stop(recorder);
    }

    @Test
    void whatComesAfterTheEndIsCountedAsLost() throws IOException {
        UsageRecorder recorder = start(QUICK);
        stop(recorder);
        record(recorder, 0, 1);
        assertThat(recorder.stats().lost()).isEqualTo(1);
    }

    private UsageRecorder start(UsageConfig settings) throws IOException {
        return UsageRecorder.start(home, settings, () -> PriceTable.EMPTY, () -> store, "n1");
    }

    private static void record(UsageRecorder recorder, int from, int to) {
        for (int i = from; i < to; i++) {
            CallRecord call = Calls.completed("r" + i, "app", Calls.STARTED, i, 1);
            recorder.started();
            recorder.ended(call);
        }
    }

    private static void stop(UsageRecorder recorder) {
        await(recorder.close(Duration.ofMillis(200)));
    }
}
