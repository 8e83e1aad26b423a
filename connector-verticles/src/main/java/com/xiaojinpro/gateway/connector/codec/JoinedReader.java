package com.xiaojinpro.gateway.connector.codec;

import java.io.Reader;

/** Two texts as one, without putting them together. Not thread-safe. */
final class JoinedReader extends Reader {
    private final String first;
    private final String second;
    private int at;

    JoinedReader(String first, String second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public int read(char[] chars, int offset, int length) {
        boolean inFirst = at < first.length();
        String text = inFirst ? first : second;
        int from = inFirst ? at : at - first.length();
        int count = Math.min(length, text.length() - from);
        if (count <= 0 && length > 0) {
            return -1;
        }
        text.getChars(from, from + count, chars, offset);
        at += count;
        return count;
    }

    @Override
    public void close() {}
}
