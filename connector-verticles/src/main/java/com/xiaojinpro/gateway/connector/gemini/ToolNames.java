package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The names of one request's tools as Google takes them, and the way back (H51). A name that fits is sent as it is; any other
 * becomes what fits of it and a hash, the same in every request so that prompts stay the same bytes (H95). Immutable once
 * made.
 */
final class ToolNames {
    private static final int LONGEST = 64;
    private static final int HASH_CHARS = 8;

    private final Map<String, String> sent = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();
    private final Set<String> custom = new HashSet<>();

    ToolNames(UnifiedRequest request) {
        for (ToolSpec tool : request.tools()) {
            switch (tool) {
                case ToolSpec.Function function -> add(function.name());
                case ToolSpec.Custom free -> {
                    add(free.name());
                    custom.add(free.name());
                }
                case ToolSpec.Opaque ignored -> {}
            }
        }
        for (UnifiedMessage message : request.messages()) {
            for (ContentPart part : message.parts()) {
                if (part instanceof ContentPart.ToolCall call) {
                    add(call.name());
                }
            }
        }
    }

    /** The name to send. */
    String sent(String name) {
        String known = sent.get(name);
        return known == null ? fitting(name) : known;
    }

    /** The client's name of a tool the model called. */
    String told(String name) {
        String known = told.get(name);
        return known == null ? name : known;
    }

    /** Whether the client's tool of this name takes free text. */
    boolean custom(String name) {
        return custom.contains(name);
    }

    private void add(String name) {
        if (!sent.containsKey(name)) {
            String fitting = fitting(name);
            sent.put(name, fitting);
            told.put(fitting, name);
        }
    }

    private static String fitting(String name) {
        StringBuilder clean = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            boolean inner = (c >= '0' && c <= '9') || c == '.' || c == ':' || c == '-';
            if (clean.isEmpty() && !letter && inner) {
                clean.append('_');
            }
            clean.append(letter || inner ? c : '_');
        }
        if (clean.length() <= LONGEST && clean.toString().equals(name)) {
            return name;
        }
        String kept = clean.substring(0, Math.min(clean.length(), LONGEST - HASH_CHARS - 1));
        return (kept.isEmpty() ? "tool" : kept) + "_" + hash(name);
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
