package com.xiaojinpro.gateway.connector.media;

/** The bytes that the media of one request may have together. One event loop. */
final class ByteBudget {
    private final int size;
    private int taken;

    ByteBudget(int size) {
        this.size = size;
    }

    /** Takes so many bytes; false where there are not as many left. */
    boolean take(int bytes) {
        if (bytes > size - taken) {
            return false;
        }
        taken += bytes;
        return true;
    }

    int size() {
        return size;
    }
}
