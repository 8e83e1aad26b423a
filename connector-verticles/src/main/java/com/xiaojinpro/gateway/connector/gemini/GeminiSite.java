package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.Credentials;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where {@code generateContent} is asked, and how the two places differ. Immutable. */
public interface GeminiSite {

    /** Which of the two it is: fields exist on one and are refused on the other. */
    enum Kind {
        GEMINI_API,
        VERTEX
    }

    Kind kind();

    /**
     * The URL of a method of the target's model.
     *
     * @param method such as {@code generateContent}, with its query where it has one
     */
    String url(Target target, String method);

    /** The headers of every request, names in lower case; without what {@link #credentials()} fetches. */
    Map<String, String> headers();

    /** Null where the headers are complete. */
    @Nullable
    Credentials credentials();

    /** What no client may read. */
    Redaction redaction();
}
