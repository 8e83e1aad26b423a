package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.wire.Redaction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a host is and what every request to it carries; all of it from the operator's configuration. Immutable.
 *
 * @param url of the answers
 * @param countUrl of the counts; null where the host does not count
 * @param headers of every request, but for the credential; names in lower case
 * @param version what {@code anthropic-version} says for clients that do not tell one
 * @param auth where the credential goes
 * @param key the credential; null for none
 * @param betas what {@code anthropic-beta} says
 * @param redaction what of the host's words no client may read
 */
public record MessagesEndpoint(
        String url,
        @Nullable String countUrl,
        Map<String, String> headers,
        String version,
        MessagesAuth auth,
        @Nullable String key,
        Betas betas,
        Redaction redaction) {
    public MessagesEndpoint {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    @Override
    public String toString() {
        return "MessagesEndpoint[" + url + "]";
    }
}
