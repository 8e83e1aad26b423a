package com.xiaojinpro.gateway.connector.echo;

import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A conversation reduced to its size and its identity.
 *
 * @param words how many words its messages have
 * @param fingerprint 48 hexadecimal digits; another conversation, or the same one turn later, has others
 */
record Conversation(long words, String fingerprint) {

    static Conversation of(UnifiedRequest request) {
        MessageDigest digest = sha256();
        long words = 0;
        for (UnifiedMessage message : request.messages()) {
            String text = EchoTurn.text(message.parts());
            words += Pieces.count(text);
            digest.update((message.role() + "\n" + text + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return new Conversation(words, hex(digest));
    }

    /** An id that is always the same for one thing of one conversation: 24 characters. */
    static String id(String fingerprint, int number) {
        MessageDigest digest = sha256();
        digest.update((fingerprint + number).getBytes(StandardCharsets.UTF_8));
        return hex(digest).substring(0, 24);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, 48);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
