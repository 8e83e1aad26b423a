package com.xiaojinpro.gateway.connector.contract;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Damages bytes: changes one, repeats a piece, cuts a piece out. The same seed does the same. */
final class Mutations {
    private Mutations() {}

    static byte[] of(byte[] whole, long seed) {
        Random random = new Random(seed);
        byte[] bytes = whole;
        for (int i = random.nextInt(5); i >= 0; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length);
        int length = 1 + random.nextInt(Math.min(80, bytes.length - from));
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
            case 0 -> {
                byte[] changed = bytes.clone();
                changed[at] = (byte) random.nextInt(256);
                return changed;
            }
            case 1 -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + length);
                out.write(bytes, 0, at);
                out.write(bytes, from, length);
                out.write(bytes, at, bytes.length - at);
                return out.toByteArray();
            }
            default -> {
                if (length == bytes.length) {
                    return bytes;
                }
                ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
                out.write(bytes, 0, from);
                out.write(bytes, from + length, bytes.length - from - length);
                return out.toByteArray();
            }
        }
    }
}
