package com.xiaojinpro.gateway.connector.codec;

import java.security.SecureRandom;
import java.util.function.Supplier;

/** Random tails of ids: 24 letters and digits, unique without asking anybody. Thread-safe. */
public final class RandomIds implements Supplier<String> {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 24;
    private final SecureRandom random = new SecureRandom();

    @Override
    public String get() {
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
