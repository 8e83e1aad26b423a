package com.xiaojinpro.gateway.accounts;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.database.embedded.EmbeddedPostgres;
import com.xiaojinpro.gateway.config.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A real PostgreSQL for the tests of a JVM: started by the first, stopped with the JVM. Each test has a database of its own. */
public final class TestServer {
    private static final Path HOME = Path.of("target", "test-postgres");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static EmbeddedPostgres.Address address;

    private TestServer() {}

    public static synchronized EmbeddedPostgres.Address address() {
        if (address == null) {
            EmbeddedPostgres postgres = new EmbeddedPostgres(HOME);
            address = postgres.start();
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop));
        }
        return address;
    }

    /** A new, empty database, as a node would have it configured. */
    public static GatewayConfig.Database database(Vertx vertx) {
        EmbeddedPostgres.Address server = address();
        String name = "test_" + ProcessHandle.current().pid() + "_" + NEXT.incrementAndGet();
        Database admin = open(vertx, settings(server.host(), server.port(), EmbeddedPostgres.DATABASE));
        await(admin.pool().query("drop database if exists " + name).execute());
        await(admin.pool().query("create database " + name).execute());
        await(admin.close());
        return settings(server.host(), server.port(), name);
    }

    /** The same database behind another port. */
    public static GatewayConfig.Database at(GatewayConfig.Database settings, int port) {
        GatewayConfig.Database.Place.Server place = (GatewayConfig.Database.Place.Server) settings.place();
        return settings("127.0.0.1", port, place.database());
    }

    public static GatewayConfig.Database settings(String host, int port, String name) {
        return new GatewayConfig.Database(
                new GatewayConfig.Database.Place.Server(
                        host,
                        port,
                        name,
                        EmbeddedPostgres.USER,
                        address().password(),
                        GatewayConfig.Database.Tls.OFF,
                        null),
                4,
                true,
                Duration.ofMinutes(10));
    }

    public static Database open(Vertx vertx, GatewayConfig.Database settings) {
        return Database.open(vertx, settings, Path.of("target", "none"));
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public static void until(BooleanSupplier condition, String claim) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not in time: " + claim);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
