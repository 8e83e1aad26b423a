package com.xiaojinpro.gateway.accounts.database;

import com.xiaojinpro.gateway.accounts.database.embedded.EmbeddedPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;

/** The private server in the data directory: asking for its address starts it where it does not run. */
final class PrivateServer implements ServerAddress {
    private final Vertx vertx;
    private final EmbeddedPostgres postgres;

    PrivateServer(Vertx vertx, EmbeddedPostgres postgres) {
        this.vertx = vertx;
        this.postgres = postgres;
    }

    @Override
    public Future<PgConnectOptions> options() {
        return vertx.executeBlocking(postgres::start, false)
                .map(address -> new PgConnectOptions()
                        .setHost(address.host())
                        .setPort(address.port())
                        .setDatabase(EmbeddedPostgres.DATABASE)
                        .setUser(EmbeddedPostgres.USER)
                        .setPassword(address.password().reveal())
                        .setSslMode(SslMode.DISABLE));
    }

    @Override
    public Future<Void> release() {
        return vertx.executeBlocking(
                () -> {
                    postgres.stop();
                    return null;
                },
                false);
    }
}
