package com.xiaojinpro.gateway.accounts.database;

import com.xiaojinpro.gateway.config.GatewayConfig.Database.Place;
import com.xiaojinpro.gateway.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;

/** A server that somebody else runs. */
final class ConfiguredServer implements ServerAddress {
    private final Place.Server server;

    ConfiguredServer(Place.Server server) {
        this.server = server;
    }

    @Override
    public Future<PgConnectOptions> options() {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(server.host())
                .setPort(server.port())
                .setDatabase(server.database())
                .setUser(server.user());
        Secret password = server.password();
        // The driver's own default is a password; none is none.
        options.setPassword(password == null ? "" : password.reveal());
        switch (server.tls()) {
            case OFF -> options.setSslMode(SslMode.DISABLE);
            case PREFER -> options.setSslMode(SslMode.PREFER).setSslOptions(new ClientSSLOptions().setTrustAll(true));
            case REQUIRE -> options.setSslMode(SslMode.REQUIRE).setSslOptions(new ClientSSLOptions().setTrustAll(true));
            case VERIFY -> {
                ClientSSLOptions tls = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
                Secret ca = server.ca();
                if (ca != null) {
                    tls.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(ca.reveal())));
                }
                options.setSslMode(SslMode.VERIFY_FULL).setSslOptions(tls);
            }
        }
        return Future.succeededFuture(options);
    }

    @Override
    public Future<Void> release() {
        return Future.succeededFuture();
    }
}
