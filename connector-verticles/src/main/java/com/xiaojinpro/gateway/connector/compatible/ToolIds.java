package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ToolIdForm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The tool-call ids of one request as the server takes them: the client's where they fit, else made from them, the same
 * way every time so that the prefix of a conversation stays the same bytes (H95). An id that a later turn uses again gets
 * another one, and so do its results (H26). Not thread-safe.
 */
public final class ToolIds {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SHORT = 9;

    private final ToolIdForm form;
    private final Map<String, String> current = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    public ToolIds(ToolIdForm form) {
        this.form = form;
    }

    /** Whether an id can be sent as it is. */
    static boolean fits(String id, ToolIdForm form) {
        return switch (form) {
            case ANY -> !id.isEmpty();
            case ALNUM9 -> id.length() == SHORT && id.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c));
        };
    }

    /** The id of a call, in the order of the conversation. */
    public String call(String id) {
        String wanted = formed(id);
        int turn = 2;
        while (!used.add(wanted)) {
            wanted = formed(id + "_" + turn++);
        }
        current.put(id, wanted);
        return wanted;
    }

    /** The id of the call a result belongs to: the newest one with the client's id. */
    public String result(String id) {
        String mapped = current.get(id);
        return mapped == null ? formed(id) : mapped;
    }

    private String formed(String id) {
        if (fits(id, form)) {
            return id;
        }
        byte[] hash = sha256(id);
        StringBuilder made = new StringBuilder(form == ToolIdForm.ANY ? "call_" : "");
        for (int i = 0; i < SHORT; i++) {
            made.append(LETTERS.charAt((hash[i] & 0xFF) % LETTERS.length()));
        }
        return made.toString();
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
