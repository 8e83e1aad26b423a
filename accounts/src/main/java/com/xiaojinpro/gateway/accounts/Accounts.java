package com.xiaojinpro.gateway.accounts;

import com.xiaojinpro.gateway.accounts.database.ChangeFeed;
import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.keys.DatabaseKeys;
import com.xiaojinpro.gateway.accounts.keys.Directory;
import com.xiaojinpro.gateway.accounts.usage.PriceTable;
import com.xiaojinpro.gateway.accounts.usage.UsageHistory;
import com.xiaojinpro.gateway.accounts.usage.UsageRecorder;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.ingress.auth.KeyStore;
import com.xiaojinpro.gateway.ingress.limits.History;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of a running node. A node never waits for its database: this connects when it can, tries again for as long as
 * it cannot, and until then a key of the database is neither accepted nor called wrong. Thread-safe; owned by the node.
 */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** How long a stop waits for the database to take what is in the spool; the rest is written at the next start. */
    private static final Duration LAST_WRITES = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final GatewayConfig config;
    private final GatewayConfig.Database settings;
    private final Path dataDirectory;
    private final Database database;
    private final DatabaseKeys keys;
    private final ChangeFeed feed;
    private final UsageRecorder usage;
    private final UsageHistory history;
    private final Promise<Welcome> welcome = Promise.promise();
    private volatile @Nullable Directory directory;
    private volatile boolean closed;
    private String lastProblem = "";

    private Accounts(
            Vertx vertx,
            GatewayConfig config,
            GatewayConfig.Database settings,
            Path dataDirectory,
            Supplier<PriceTable> prices,
            String node) {
        this.vertx = vertx;
        this.config = config;
        this.settings = settings;
        this.dataDirectory = dataDirectory;
        this.database = Database.open(vertx, settings, dataDirectory);
        this.keys = new DatabaseKeys(settings.outageGrace(), InstantSource.system());
        this.feed = new ChangeFeed(vertx, database, keys);
        this.usage =
                UsageRecorder.start(dataDirectory, config.usage(), prices, database, () -> directory != null, node);
        this.history = new UsageHistory(database, () -> directory != null);
    }

    /**
     * Begins to connect; null where the configuration has no database.
     *
     * @param dataDirectory where a private database, the pepper, the setup token and the spool of usage are
     * @param prices the newest; asked once a call
     * @param node this process, by the id under which ledgers of limits know it
     * @throws java.io.UncheckedIOException where nothing can be kept in the data directory
     */
    public static @Nullable Accounts start(
            Vertx vertx, GatewayConfig config, Path dataDirectory, Supplier<PriceTable> prices, String node) {
        GatewayConfig.Database settings = config.database();
        if (settings == null) {
            return null;
        }
        Accounts accounts = new Accounts(vertx, config, settings, dataDirectory, prices, node);
        accounts.open();
        return accounts;
    }

    /** The keys of the database. */
    public KeyStore keys() {
        return keys;
    }

    /** Everything that is kept; null until the database was reached. */
    public @Nullable Directory directory() {
        return directory;
    }

    /** Takes note of calls. */
    public UsageRecorder usage() {
        return usage;
    }

    /** What calls used before this process began. */
    public History history() {
        return history;
    }

    /** What to tell the owner, once the database was reached. */
    public Future<Welcome> welcome() {
        return welcome.future();
    }

    /** Writes what usage it can, and disconnects; a private database is stopped. */
    public Future<Void> close() {
        closed = true;
        welcome.tryFail("the node stops");
        return usage.close(LAST_WRITES).eventually(feed::close).eventually(database::close);
    }

    private void open() {
        if (closed) {
            return;
        }
        Directory.open(vertx, database, settings, config.auth().pepper(), dataDirectory)
                .onSuccess(this::opened)
                .onFailure(this::failed);
    }

    private void opened(Directory opened) {
        keys.connect(opened, feed::age);
        directory = opened;
        LOG.info("The database is open");
        feed.start()
                .compose(contact -> greet(opened))
                .onComplete(told -> welcome.tryComplete(
                        told.succeeded()
                                ? told.result()
                                : new Welcome(null, null, opened.admins().setupPath())));
    }

    /** Makes what a new database must have. A secret of a database that others run is kept in its file only: output is logged there. */
    private Future<Welcome> greet(Directory opened) {
        boolean mine = settings.place() instanceof GatewayConfig.Database.Place.Embedded;
        Future<@Nullable Secret> firstKey = mine && config.auth().keys().isEmpty()
                ? opened.firstKey().map(made -> made == null ? null : made.secret())
                : Future.succeededFuture();
        return firstKey.compose(key -> opened.admins()
                .createSetupToken()
                .otherwise(failure -> {
                    LOG.warn("The setup token cannot be kept: {}", failure.getMessage());
                    return null;
                })
                .map(token -> {
                    if (token != null && !mine) {
                        LOG.info(
                                "The setup token of the admin API is in {}",
                                opened.admins().setupPath());
                    }
                    return new Welcome(key, mine ? token : null, opened.admins().setupPath());
                }));
    }

    private synchronized void failed(Throwable failure) {
        if (closed) {
            return;
        }
        String problem = String.valueOf(failure.getMessage());
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            LOG.warn("The database is not open, keys of the configuration only are accepted: {}", problem);
        }
        vertx.setTimer(PAUSE.toMillis(), timer -> open());
    }
}
