package com.xiaojinpro.gateway.connector.vertex;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.Map;

/**
 * The token of the machine or workload the gateway runs on, from Google's metadata server.
 *
 * @param host the host, with a port where it is not 80
 */
record MetadataServer(String host) implements TokenGrant {
    static final String HOST = "169.254.169.254";
    private static final String FLAVOR = "metadata-flavor";

    @Override
    public Ask ask(Instant now) {
        String url = "http://" + host + "/computeMetadata/v1/instance/service-accounts/default/token";
        return new Ask(HttpMethod.GET, url, Map.of(FLAVOR, "Google"), Buffer.buffer(0));
    }

    /** Any server may answer at a link-local address; only Google's says this. */
    @Override
    public String proof() {
        return FLAVOR;
    }
}
