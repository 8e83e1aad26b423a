package com.xiaojinpro.gateway.accounts.database;

import com.xiaojinpro.gateway.accounts.database.embedded.DatabaseStartException;
import com.xiaojinpro.gateway.accounts.database.embedded.EmbeddedPostgres;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a node to its PostgreSQL. They are made when they are needed, and made anew after the server was away;
 * nothing here waits for a server that is not there. Thread-safe; owned by whoever opened it.
 */
public final class Database {
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    /** How long written bytes may stay unacknowledged: a host that vanished is noticed before TCP would. */
    private static final int VANISHED_MS = 5_000;

    private static final int LAST_ANSWERS_MS = 3_000;
    private static final int WAITING_CALLS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Vertx vertx;
    private final ServerAddress server;
    private final Pool pool;

    private Database(Vertx vertx, ServerAddress server, int poolSize) {
        this.vertx = vertx;
        this.server = server;
        PoolOptions options = new PoolOptions()
                .setMaxSize(poolSize)
                .setMaxWaitQueueSize(WAITING_CALLS)
                .setConnectionTimeout(CONNECT_TIMEOUT_MS)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(5)
                .setIdleTimeoutUnit(TimeUnit.MINUTES);
        NetClientOptions transport = new NetClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(VANISHED_MS);
        this.pool = PgBuilder.pool()
                .with(options)
                .with(transport)
                .connectingTo(() -> connectOptions().map(found -> found))
                .withConnectHandler(connection -> {
                    // Who uses the connection is told; nobody else needs to be.
                    connection.exceptionHandler(failure -> LOG.debug("A connection broke", failure));
                    connection.close();
                })
                .using(vertx)
                .build();
    }

    /**
     * Opens the database of a configuration. Connects to nothing yet.
     *
     * @param dataDirectory where a private server is
     */
    public static Database open(Vertx vertx, GatewayConfig.Database settings, Path dataDirectory) {
        ServerAddress server = switch (settings.place()) {
            case GatewayConfig.Database.Place.Embedded ignored ->
                new PrivateServer(vertx, new EmbeddedPostgres(dataDirectory.resolve("postgres")));
            case GatewayConfig.Database.Place.Server configured -> new ConfiguredServer(configured);
        };
        return new Database(vertx, server, settings.poolSize());
    }

    /** The connections everybody shares. */
    public Pool pool() {
        return pool;
    }

    /** Done when there is a server to connect to: a private one is started, however long that takes. */
    public Future<Void> ready() {
        return server.options().mapEmpty();
    }

    /** A connection of the caller's own, on the caller's context, which the caller closes. */
    public Future<PgConnection> connect() {
        return connectOptions().compose(options -> PgConnection.connect(vertx, options));
    }

    /**
     * Closes every connection; a private server is stopped, unless another process uses it. The pool may never come to an end
     * where a connection is being made at this moment, so it is waited for a bounded time.
     */
    public Future<Void> close() {
        return pool.close()
                .timeout(LAST_ANSWERS_MS, TimeUnit.MILLISECONDS)
                .recover(late -> {
                    LOG.warn("The connections to the database did not close in order: {}", late.getMessage());
                    return Future.succeededFuture();
                })
                .eventually(server::release);
    }

    /**
     * What a failure of the database means to a caller: the gateway cannot do this now. Faults pass, and nothing of the
     * database's own words is told.
     */
    public static FaultException fault(Throwable failure) {
        if (failure instanceof FaultException known) {
            return known;
        }
        return Fault.of(FaultKind.UNAVAILABLE, "The gateway cannot reach its database now.")
                .withCode("database_unavailable")
                .withRetryAfter(Duration.ofSeconds(1))
                .exception();
    }

    /** Whether a failure says that the database is away, or is going; anything else is a bug, or the caller's. */
    public static boolean away(Throwable failure) {
        if (failure instanceof DatabaseException refusal) {
            String state = String.valueOf(refusal.getSqlState());
            return state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
        }
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof VertxException
                || failure instanceof DatabaseStartException;
    }

    /** Whether a failure is the server's own word on a statement, and not its absence. */
    public static boolean refused(Throwable failure, String sqlState) {
        return failure instanceof DatabaseException refusal && sqlState.equals(refusal.getSqlState());
    }

    private Future<PgConnectOptions> connectOptions() {
        return server.options().map(options -> {
            options.addProperty("application_name", "xjp");
            options.addProperty("client_min_messages", "warning");
            options.setCachePreparedStatements(true);
            return options;
        });
    }
}
