package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.accounts.database.ChangeFeed;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.auth.KeyStore;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the database, as a node knows them. What was looked up is kept; it is used without asking as long as it is
 * certain that word of every change has come. While that is not certain, the database is asked again, and where it does not
 * answer, what is known goes on to hold for the grace of an outage; a key that is not known then is neither accepted nor
 * called wrong. However many calls ask for a key at the same time, the database is asked once. Thread-safe.
 */
public final class DatabaseKeys implements KeyStore, ChangeFeed.Listener {
    /** Word of a change has come as of less than this ago: with the time of one call, less than a second. */
    private static final Duration CERTAIN = Duration.ofMillis(850);

    private static final Duration ABSENCE_HOLDS = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    /** After a failure the database is left alone for this long. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final int MOST_KEYS = 100_000;
    private static final int MOST_ABSENT = 10_000;

    private final Duration outageGrace;
    private final InstantSource clock;
    private final BoundedCache<KeyRecord> known = new BoundedCache<>(MOST_KEYS);
    private final BoundedCache<Long> absent = new BoundedCache<>(MOST_ABSENT);
    private final Map<String, Lookup> lookups = new ConcurrentHashMap<>();
    private volatile @Nullable Source source;
    private volatile long failedNanos;
    private volatile boolean failed;

    /**
     * Where keys come from.
     *
     * @param age how long ago it was certain that no change is unknown
     */
    private record Source(Directory directory, Supplier<Duration> age) {}

    /** One question to the database; its answer is not kept where the key changed meanwhile. */
    private static final class Lookup {
        private final Promise<Optional<KeyRecord>> answer = Promise.promise();
        private volatile boolean overtaken;
    }

    /**
     * @param outageGrace how long known keys are accepted while the database is away
     */
    public DatabaseKeys(Duration outageGrace, InstantSource clock) {
        this.outageGrace = outageGrace;
        this.clock = clock;
    }

    /** From now on there is a database. */
    public void connect(Directory directory, Supplier<Duration> age) {
        source = new Source(directory, age);
    }

    @Override
    public Future<@Nullable Principal> find(String presentedKey) {
        Tokens.Parts parts = Tokens.parse(Tokens.KEY, presentedKey);
        if (parts == null) {
            return Future.succeededFuture();
        }
        Source from = source;
        if (from == null) {
            return Future.failedFuture(unavailable());
        }
        Duration age = from.age().get();
        KeyRecord record = known.get(parts.id());
        if (age.compareTo(CERTAIN) < 0) {
            if (record != null) {
                return judge(from, record, parts);
            }
            Long since = absent.get(parts.id());
            if (since != null && System.nanoTime() - since < ABSENCE_HOLDS.toNanos()) {
                return Future.succeededFuture();
            }
        }
        boolean pausing = failed && System.nanoTime() - failedNanos < PAUSE.toNanos();
        Future<Optional<KeyRecord>> asked = pausing ? Future.failedFuture(unavailable()) : lookUp(from, parts.id());
        return here(asked).transform(answer -> {
            if (answer.succeeded()) {
                Optional<KeyRecord> found = answer.result();
                return found.isEmpty() ? Future.succeededFuture() : judge(from, found.get(), parts);
            }
            return record != null && age.compareTo(outageGrace) < 0
                    ? judge(from, record, parts)
                    : Future.failedFuture(unavailable());
        });
    }

    @Override
    public void keyChanged(String id) {
        overtake(id);
        known.remove(id);
        absent.remove(id);
    }

    @Override
    public void tenantChanged(String name) {
        lookups.keySet().forEach(this::overtake);
        known.removeIf(record -> record.tenant().equals(name));
    }

    @Override
    public void anythingChanged() {
        lookups.keySet().forEach(this::overtake);
        known.clear();
        absent.clear();
    }

    private void overtake(String id) {
        Lookup lookup = lookups.remove(id);
        if (lookup != null) {
            lookup.overtaken = true;
        }
    }

    private Future<@Nullable Principal> judge(Source from, KeyRecord record, Tokens.Parts parts) {
        return Future.succeededFuture(record.judge(parts, from.directory().pepper(), clock.instant()));
    }

    private Future<Optional<KeyRecord>> lookUp(Source from, String id) {
        Lookup mine = new Lookup();
        Lookup running = lookups.putIfAbsent(id, mine);
        if (running != null) {
            return running.answer.future();
        }
        from.directory()
                .database()
                .pool()
                .preparedQuery(KeyRecord.QUERY)
                .execute(Tuple.of(id))
                .timeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .map(rows -> {
                    Iterator<Row> row = rows.iterator();
                    return row.hasNext() ? Optional.of(KeyRecord.of(row.next())) : Optional.<KeyRecord>empty();
                })
                .onComplete(answer -> {
                    if (answer.succeeded()) {
                        failed = false;
                        keep(id, mine, answer.result());
                        mine.answer.complete(answer.result());
                    } else {
                        failedNanos = System.nanoTime();
                        failed = true;
                        lookups.remove(id, mine);
                        mine.answer.fail(answer.cause());
                    }
                });
        return mine.answer.future();
    }

    private void keep(String id, Lookup mine, Optional<KeyRecord> found) {
        if (found.isPresent()) {
            absent.remove(id);
            known.put(id, found.get());
        } else {
            known.remove(id);
            absent.put(id, System.nanoTime());
        }
        lookups.remove(id, mine);
        // After keeping it: a change that comes in between finds either the lookup or what was kept.
        if (mine.overtaken) {
            known.remove(id);
            absent.remove(id);
        }
    }

    /** An answer of another event loop, on the caller's. */
    private static <T> Future<T> here(Future<T> elsewhere) {
        Context context = Vertx.currentContext();
        if (context == null || elsewhere.isComplete()) {
            return elsewhere;
        }
        Promise<T> here = Promise.promise();
        elsewhere.onComplete(answer -> context.runOnContext(v -> {
            if (answer.succeeded()) {
                here.complete(answer.result());
            } else {
                here.fail(answer.cause());
            }
        }));
        return here.future();
    }

    private static Throwable unavailable() {
        return Fault.of(FaultKind.UNAVAILABLE, "The gateway cannot check the API key now; its key database is away.")
                .withCode("key_store_unavailable")
                .withRetryAfter(Duration.ofSeconds(1))
                .exception();
    }
}
