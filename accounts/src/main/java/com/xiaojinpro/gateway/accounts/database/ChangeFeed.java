package com.xiaojinpro.gateway.accounts.database;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Word of every change of a key or a tenant: at once by the database's notification, and where one was missed, by the number
 * of the last change, which is asked for several times a second and after every reconnection. It has a connection and a
 * context of its own; the listener is called there.
 */
public final class ChangeFeed {
    /** How often the number is asked for; with {@link #ANSWER} it keeps what is known under a second old. */
    private static final Duration INTERVAL = Duration.ofMillis(300);

    private static final Duration ANSWER = Duration.ofMillis(400);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

    private final Vertx vertx;
    private final Database database;
    private final Listener listener;
    private final Context context;
    private volatile long lastContactNanos;
    private volatile boolean contacted;
    private volatile boolean closed;
    private @Nullable PgConnection connection;
    private long last = -1;

    /** Hears of changes. */
    public interface Listener {

        /** A key was made, changed or deleted. */
        void keyChanged(String id);

        /** A tenant was made, changed or deleted. */
        void tenantChanged(String name);

        /** Something was changed, and it is not known what. */
        void anythingChanged();
    }

    public ChangeFeed(Vertx vertx, Database database, Listener listener) {
        this.vertx = vertx;
        this.database = database;
        this.listener = listener;
        this.context = vertx.getOrCreateContext();
    }

    /** Begins; the future tells of the first contact. */
    public Future<Void> start() {
        Promise<Void> first = Promise.promise();
        context.runOnContext(v -> step(first));
        return first.future();
    }

    /** How long ago it was certain that no change is unknown; a very long time where it never was. */
    public Duration age() {
        return contacted ? Duration.ofNanos(System.nanoTime() - lastContactNanos) : Duration.ofDays(36_500);
    }

    /** Ends. */
    public Future<Void> close() {
        closed = true;
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> {
            PgConnection open = connection;
            connection = null;
            (open == null ? Future.<Void>succeededFuture() : open.close()).onComplete(done);
        });
        return done.future();
    }

    private void step(Promise<Void> first) {
        if (closed) {
            first.tryFail("closed");
            return;
        }
        long asked = System.nanoTime();
        PgConnection open = connection;
        Future<Void> step = open == null
                ? listen().timeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS).compose(this::check)
                : check(open);
        step.onComplete(done -> {
            if (done.succeeded()) {
                // As of the question, not of the answer.
                lastContactNanos = asked;
                contacted = true;
                first.tryComplete();
            } else {
                LOG.debug("No contact to the database", done.cause());
                drop();
            }
            vertx.setTimer(INTERVAL.toMillis(), timer -> step(first));
        });
    }

    @SuppressWarnings("ReferenceEquality") // this very connection
    private Future<PgConnection> listen() {
        return database.connect().compose(opened -> {
            if (closed || connection != null) {
                opened.close();
                return Future.failedFuture("not needed any more");
            }
            connection = opened;
            opened.exceptionHandler(failure -> LOG.debug("The connection broke", failure));
            opened.closeHandler(v -> {
                if (connection == opened) {
                    connection = null;
                }
            });
            opened.notificationHandler(message -> heard(message.getPayload()));
            // Listening comes before asking, so that no change falls between the two.
            return opened.query("listen xjp_changes").execute().map(opened);
        });
    }

    private Future<Void> check(PgConnection open) {
        return open.query("select last from changes")
                .execute()
                .timeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .map(rows -> {
                    long number = rows.iterator().next().getLong("last");
                    if (number != last) {
                        last = number;
                        listener.anythingChanged();
                    }
                    return null;
                });
    }

    /** A number, a kind and a name. */
    private void heard(String payload) {
        String[] words = payload.split(" ", 3);
        if (words.length != 3) {
            listener.anythingChanged();
            return;
        }
        long number = Long.parseLong(words[0]);
        if (number > last + 1) {
            listener.anythingChanged();
        } else if (words[1].equals("key")) {
            listener.keyChanged(words[2]);
        } else {
            listener.tenantChanged(words[2]);
        }
        last = Math.max(last, number);
    }

    private void drop() {
        PgConnection broken = connection;
        connection = null;
        if (broken != null) {
            broken.close();
        }
    }
}
