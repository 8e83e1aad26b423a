package com.xiaojinpro.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** What a base URL may look like. Messages never quote the URL: it may hold a credential. */
final class Urls {
    private static final String MEANT = "; an http or https URL such as https://api.example.com/v1 was meant";

    private Urls() {}

    /** What is wrong with a base URL; null where nothing is. */
    static @Nullable String wrong(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return "is not a URL (" + e.getReason() + ")" + MEANT;
        }
        String scheme = uri.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            return "is not an http or https URL" + MEANT;
        }
        if (uri.getRawUserInfo() != null) {
            return "holds a user name or password; credentials have their own keys";
        }
        if (uri.getHost() == null) {
            return "names no host" + MEANT;
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return "has a query or a fragment; only a path may follow the host";
        }
        return null;
    }

    static String withoutTrailingSlash(String url) {
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '/') {
            end--;
        }
        return url.substring(0, end);
    }
}
