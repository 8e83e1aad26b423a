package com.xiaojinpro.gateway.config;

import com.xiaojinpro.gateway.config.GatewayConfig.Database;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The section {@code [database]}. Messages never quote the URL: it may hold a password by mistake. */
final class DatabaseSection {
    private static final int DEFAULT_PORT = 5432;
    private static final int DAY_MS = 86_400_000;
    private static final String MEANT = "; a URL such as postgresql://user@host:5432/name was meant";
    private static final List<String> TLS = List.of("off", "prefer", "require", "verify");

    private DatabaseSection() {}

    /** The database; null where none is configured. */
    static @Nullable Database read(TomlSettings section) {
        boolean embedded = section.bool("embedded", false);
        String url = section.string("url");
        Secret password = section.secret("password");
        String tls = section.word("tls", "prefer", TLS);
        Secret ca = section.secret("ca");
        int poolSize = (int) section.integer("pool_size", 8, 1, 1_000);
        boolean applyMigrations = section.bool("apply_migrations", true);
        Duration outageGrace = section.millis("outage_grace_ms", Duration.ofMinutes(30), 0, 7 * DAY_MS);
        if (embedded && section.has("url")) {
            section.problem("url", "embedded = true starts a database of its own; one of the two was meant");
            return null;
        }
        if (embedded) {
            return new Database(new Database.Place.Embedded(), poolSize, applyMigrations, outageGrace);
        }
        if (url == null) {
            if (!section.has("url") && !section.keys().isEmpty() && !section.has("embedded")) {
                section.problem("url", "is missing; it, or embedded = true, was meant");
            }
            return null;
        }
        Database.Place.Server server =
                server(section, url, password, Database.Tls.valueOf(tls.toUpperCase(Locale.ROOT)), ca);
        return server == null ? null : new Database(server, poolSize, applyMigrations, outageGrace);
    }

    private static Database.Place.@Nullable Server server(
            TomlSettings section, String url, @Nullable Secret password, Database.Tls tls, @Nullable Secret ca) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            section.problem("url", "is not a URL (" + e.getReason() + ")" + MEANT);
            return null;
        }
        String user = uri.getUserInfo();
        String path = uri.getPath() == null ? "" : uri.getPath();
        String problem = null;
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
            problem = "is not a postgresql URL" + MEANT;
        } else if (user != null && user.indexOf(':') >= 0) {
            problem = "holds a password; it has a key of its own, password";
        } else if (uri.getHost() == null) {
            problem = "names no host" + MEANT;
        } else if (user == null || user.isEmpty()) {
            problem = "names no user" + MEANT;
        } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            problem = "has a query or a fragment; tls and ca are keys of their own";
        } else if (path.length() < 2 || path.indexOf('/', 1) >= 0) {
            problem = "names no database" + MEANT;
        }
        if (problem != null || user == null) {
            section.problem("url", problem == null ? "names no user" + MEANT : problem);
            return null;
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new Database.Place.Server(uri.getHost(), port, path.substring(1), user, password, tls, ca);
    }
}
