package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.Hash;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The ids of the calls of one request as Anthropic takes them, {@code [A-Za-z0-9_-]+}: the client's where they fit, else made
 * from them, the same way every time (H95). An id that a later turn uses again gets another one, and so do its results
 * (H26). Not thread-safe.
 */
final class CallIds {
    private static final int LONGEST = 128;
    private static final int MADE = 24;

    private final Map<String, String> current = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    /** The id of a call, in the order of the conversation. */
    String call(String id) {
        String wanted = formed(id);
        int turn = 2;
        while (!used.add(wanted)) {
            wanted = formed(id + "_" + turn++);
        }
        current.put(id, wanted);
        return wanted;
    }

    /** The id of the call a result belongs to: the newest one with the client's id. */
    String result(String id) {
        String mapped = current.get(id);
        return mapped == null ? formed(id) : mapped;
    }

    private static String formed(String id) {
        boolean fits = !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(ToolNames::plain);
        return fits ? id : "toolu_" + Hash.hex(id).substring(0, MADE);
    }
}
