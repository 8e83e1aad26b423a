package com.xiaojinpro.gateway.connector.wire;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a provider's words what no client may read: credentials, and where the operator's upstream is. Used for
 * error texts only. Immutable.
 */
public final class Redaction {
    private static final String HIDDEN = "[redacted]";
    private static final int LONGEST = 4_000;

    /** Keys by the prefixes vendors use, bearer tokens, and named values of 8 characters and more. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("\\b(?:sk|pk|rk|gsk|xai|hf|nvapi|pplx|csk|fw|r8|or|key|ghp|glpat)"
                    + "[-_](?=[A-Za-z0-9_-]*\\d)[A-Za-z0-9_-]{12,}"
                    + "|\\bAIza[A-Za-z0-9_-]{20,}"
                    + "|\\bya29\\.[A-Za-z0-9._-]{10,}"
                    + "|\\beyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_.-]+"
                    + "|(?i:\\bbearer\\s+)(?=[^\\s\"']*\\d)[A-Za-z0-9._~+/=-]{12,}"
                    + "|(?i:[?&](?:key|api[_-]?key|access_token|token)=)[^\\s&\"'<>]+");

    private final List<String> secrets;

    /**
     * @param secrets words to take out wherever they stand: the provider's own key, the authority of its base URL
     */
    public Redaction(List<String> secrets) {
        this.secrets = secrets.stream().filter(secret -> secret.length() >= 4).toList();
    }

    /** The text without credentials, cut to a length that fits into an error. */
    public String of(String text) {
        String clean = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN);
        }
        return CREDENTIAL.matcher(clean).replaceAll(Matcher.quoteReplacement(HIDDEN));
    }
}
