package com.xiaojinpro.gateway.accounts.keys;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The form of everything the gateway gives out as a secret: {@code PREFIX_<public id>_<secret>}. The id is no secret and
 * names the key in lists and logs; the secret has 238 bits.
 */
public final class Tokens {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String ID_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 16;
    private static final int SECRET_LENGTH = 40;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What client keys begin with. */
    public static final String KEY = "XJP_";

    /** What admin tokens begin with. */
    public static final String ADMIN = "XJPADMIN_";

    /** What the setup token begins with. */
    public static final String SETUP = "XJPSETUP_";

    private Tokens() {}

    /** A token in its two parts. It is never printed. */
    public record Parts(String id, String secret) {
        @Override
        public String toString() {
            return "token " + id;
        }
    }

    /** The parts of a presented token; null where it does not have the form. */
    public static @Nullable Parts parse(String prefix, String presented) {
        int separator = prefix.length() + ID_LENGTH;
        if (presented.length() != separator + 1 + SECRET_LENGTH
                || !presented.startsWith(prefix)
                || presented.charAt(separator) != '_') {
            return null;
        }
        String id = presented.substring(prefix.length(), separator);
        String secret = presented.substring(separator + 1);
        return made(id, ID_LETTERS) && made(secret, LETTERS) ? new Parts(id, secret) : null;
    }

    /** The whole token. */
    public static String format(String prefix, Parts parts) {
        return prefix + parts.id() + "_" + parts.secret();
    }

    /** A new one. */
    static Parts random() {
        return new Parts(random(ID_LETTERS, ID_LENGTH), randomSecret());
    }

    /** A new secret for an id that stays. */
    static String randomSecret() {
        return random(LETTERS, SECRET_LENGTH);
    }

    private static String random(String letters, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(RANDOM.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static boolean made(String text, String letters) {
        for (int i = 0; i < text.length(); i++) {
            if (letters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
