package com.xiaojinpro.gateway.connector.codec;

/**
 * Follows tool arguments as they come in and tells whether they could be a whole JSON object or array by now. It decides
 * between "more of this call" and "the next call", never that a call is complete (H24). Not thread-safe.
 */
public final class JsonBalance {
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean begun;

    public void add(String fragment) {
        for (int i = 0; i < fragment.length(); i++) {
            add(fragment.charAt(i));
        }
    }

    /** Whether an object or array began and every bracket and string is closed. */
    public boolean closed() {
        return begun && depth <= 0 && !inString;
    }

    private void add(char c) {
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == '"') {
                inString = false;
            }
            return;
        }
        switch (c) {
            case '"' -> inString = true;
            case '{', '[' -> {
                begun = true;
                depth++;
            }
            case '}', ']' -> depth--;
            default -> {}
        }
    }
}
