package com.xiaojinpro.gateway.ingress;

import java.security.SecureRandom;

/**
 * Ids of calls: {@code req_} and 24 letters and digits, half of them random per instance and half a counter, so that an id
 * costs no entropy. One event loop.
 */
final class RequestIds {
    private static final char[] ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final int HALF = 12;
    private static final String PREFIX = "req_";

    private final char[] id = new char[PREFIX.length() + 2 * HALF];
    private long counter = new SecureRandom().nextLong() & Integer.MAX_VALUE;

    RequestIds() {
        PREFIX.getChars(0, PREFIX.length(), id, 0);
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < HALF; i++) {
            id[PREFIX.length() + i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
    }

    String next() {
        long rest = ++counter;
        for (int i = id.length - 1; i >= PREFIX.length() + HALF; i--) {
            id[i] = ALPHABET[(int) (rest % ALPHABET.length)];
            rest /= ALPHABET.length;
        }
        return new String(id);
    }
}
