package com.xiaojinpro.gateway.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * One request the upstream got and the answer it is giving. A test watches it from its own thread; the script is played by
 * the upstream's.
 */
public final class UpstreamExchange {
    private static final long POLL_NANOS = 2_000_000;

    private final RecordedRequest request;
    private final CompletableFuture<Long> gone;
    private final CompletableFuture<Void> played = new CompletableFuture<>();
    private final Object progress = new Object();
    private long written;
    private long lastTaken = System.nanoTime();
    private boolean writing;

    UpstreamExchange(RecordedRequest request, CompletableFuture<Long> gone) {
        this.request = request;
        this.gone = gone;
    }

    public RecordedRequest request() {
        return request;
    }

    /** Whether the connection has ended, whoever ended it. */
    public boolean disconnected() {
        return gone.isDone();
    }

    /**
     * Waits until the connection has ended.
     *
     * @return {@link System#nanoTime()} when the upstream noticed
     */
    public long awaitDisconnected() {
        return awaitDisconnected(Waiting.DEFAULT);
    }

    /** Waits as {@link #awaitDisconnected()}, for a time of the test's choice. */
    public long awaitDisconnected(Duration timeout) {
        return Waiting.get(gone, timeout, "the connection of request " + request + " did not end");
    }

    /** Whether the script has been played to its end and all its bytes were taken. */
    public boolean played() {
        return played.isDone();
    }

    /** Waits until the script has been played to its end; a stalled script never is. */
    public void awaitPlayed() {
        Waiting.get(played, Waiting.DEFAULT, "the answer to request " + request + " was not taken to its end");
    }

    /** Waits until the script has been played to its end or the connection has ended, whichever comes first. */
    public void awaitOver() {
        CompletableFuture<Object> over = CompletableFuture.anyOf(played, gone);
        Waiting.get(over, Waiting.DEFAULT, "request " + request + " still holds its connection");
    }

    /** How many bytes of this answer, head and framing included, the sockets have taken. */
    public long bytesWritten() {
        synchronized (progress) {
            return written;
        }
    }

    /** Waits until the sockets have taken at least this many bytes of the answer. */
    public void awaitWritten(long bytes) {
        Waiting.until(
                progress,
                () -> written >= bytes,
                Waiting.DEFAULT,
                "the answer to request " + request + " did not come to " + bytes + " bytes");
    }

    /**
     * Waits until back-pressure has stopped the answer: there is more to send and for this long not a byte was taken.
     *
     * @return the number of bytes the sockets had taken by then
     */
    public long awaitBlocked(Duration quiet) {
        long deadline = System.nanoTime() + Waiting.DEFAULT.toNanos();
        while (System.nanoTime() < deadline) {
            synchronized (progress) {
                if (writing && System.nanoTime() - lastTaken >= quiet.toNanos()) {
                    return written;
                }
            }
            if (played.isDone()) {
                throw new AssertionError("the whole answer to request " + request + " was taken");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new AssertionError("the answer to request " + request + " was never held back");
    }

    void writing(boolean now) {
        synchronized (progress) {
            writing = now;
        }
    }

    void wrote(int bytes) {
        synchronized (progress) {
            written += bytes;
            lastTaken = System.nanoTime();
            progress.notifyAll();
        }
    }

    void finish() {
        played.complete(null);
    }

    CompletableFuture<Long> gone() {
        return gone;
    }
}
