package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.wire.Redaction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where a server is and what every request to it carries; all of it from the operator's configuration. Immutable.
 *
 * @param url of the chat completions, query included
 * @param headers of every request, the credential among them; names in lower case
 * @param forwarded the names of client headers that go on where the ingress lets them through; a name that ends with
 *     {@code *} stands for all that begin so
 * @param redaction what of the server's words no client may read
 */
public record ChatEndpoint(String url, Map<String, String> headers, Set<String> forwarded, Redaction redaction) {
    public ChatEndpoint {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        forwarded = Set.copyOf(forwarded);
    }

    boolean forwards(String header) {
        if (forwarded.contains(header)) {
            return true;
        }
        for (String name : forwarded) {
            if (name.endsWith("*") && header.startsWith(name.substring(0, name.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "ChatEndpoint[" + url + "]";
    }
}
