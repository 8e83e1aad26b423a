package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parsed form of the URLs that are asked again and again; the newest few hundred are kept. One event loop. */
final class Origins {
    private static final int KEPT = 512;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /**
     * Where a URL leads.
     *
     * @param uri path and query
     * @param authority the value of the host header
     */
    record Location(String host, int port, boolean tls, String uri, String authority) {}

    private final Map<String, Location> parsed = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Location> eldest) {
            return size() > KEPT;
        }
    };

    Location of(String url) {
        Location known = parsed.get(url);
        if (known == null) {
            known = parse(url);
            parsed.put(url, known);
        }
        return known;
    }

    private static Location parse(String url) {
        try {
            URI uri = URI.create(url);
            boolean tls = "https".equalsIgnoreCase(uri.getScheme());
            String host = uri.getHost();
            if (host == null || (!tls && !"http".equalsIgnoreCase(uri.getScheme()))) {
                throw new IllegalArgumentException("no http address");
            }
            int port = uri.getPort() > 0 ? uri.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String query = uri.getRawQuery();
            return new Location(host, port, tls, query == null ? path : path + "?" + query, uri.getRawAuthority());
        } catch (IllegalArgumentException e) {
            throw Fault.of(FaultKind.INTERNAL, "The provider's address is not usable.")
                    .exception();
        }
    }
}
