package com.xiaojinpro.gateway.accounts.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One numbered step of the schema. Once published it never changes; the next change is a next step.
 *
 * @param number from 1, without a gap
 * @param name what it does, in words
 * @param sql statements, run in one transaction with all the others
 */
public record Migration(int number, String name, String sql) {
    private static final String INDEX = "index";

    /** The SHA-256 of the text, in hexadecimal. */
    String checksum() {
        try {
            byte[] text = sql.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Those of this gateway, in order: the files that {@code migrations/index} names, {@code 001-words.sql}. */
    static List<Migration> shipped() {
        return resource(INDEX)
                .lines()
                .filter(line -> !line.isBlank())
                .map(Migration::of)
                .toList();
    }

    private static Migration of(String file) {
        int number = Integer.parseInt(file.substring(0, file.indexOf('-')));
        String name =
                file.substring(file.indexOf('-') + 1, file.lastIndexOf('.')).replace('-', ' ');
        return new Migration(number, name, resource(file));
    }

    private static String resource(String file) {
        try (InputStream in = Migration.class.getResourceAsStream("migrations/" + file)) {
            if (in == null) {
                throw new IllegalStateException("migration " + file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
