package com.xiaojinpro.gateway.connector.sse;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes server-sent events (WHATWG HTML, section 9.2) on bytes, wherever they are cut: lines end with LF, CR or CRLF in
 * any mixture, a byte-order mark is skipped, comments and unknown fields are ignored. Every byte is looked at once; an
 * event whose data lies within one buffer is handed out from that buffer, no line becomes a string (H1-H4, H7).
 *
 * <p>A line or an event longer than the bound is thrown as a {@link FaultKind#STREAM_INCOMPLETE} fault: what cannot be
 * held is never skipped in silence. Not thread-safe; one stream, one owner.
 */
public final class SseDecoder {
    /** Generated images and long tool arguments arrive as one event (H7). */
    public static final int DEFAULT_MAX_EVENT_BYTES = 64 << 20;

    private static final byte[] NONE = {};
    /** Memory above this is given back after the event that needed it. */
    private static final int KEPT_CAPACITY = 64 << 10;

    private final int maxEventBytes;

    /** The beginning of a line that the end of the last buffer cut. */
    private byte[] line = NONE;

    private int lineLength;

    /** The data of the pending event: a piece of the buffer being read, or of {@link #own}. */
    private byte[] data = NONE;

    private int dataStart;
    private int dataEnd;
    private boolean hasData;
    private boolean dataIsOwn;

    /** Memory of this decoder for data that does not lie within one buffer. */
    private byte[] own = NONE;

    private String name = "";
    private byte[] lastName = NONE;
    private String lastNameText = "";
    private boolean afterCarriageReturn;
    private boolean atStart = true;
    private boolean stopped;

    public SseDecoder(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Takes the next bytes and hands out the events they complete.
     *
     * @return false once the sink has had enough
     */
    public boolean feed(byte[] bytes, int offset, int length, SseSink sink) {
        if (stopped || length == 0) {
            return !stopped;
        }
        int at = offset;
        int end = offset + length;
        if (afterCarriageReturn) {
            afterCarriageReturn = false;
            if (bytes[at] == '\n') {
                at++;
            }
        }
        int start = at;
        while (at < end) {
            byte b = bytes[at];
            if (b > '\r' || (b != '\n' && b != '\r')) {
                at++;
                continue;
            }
            int lineEnd = at++;
            if (b == '\r') {
                if (at == end) {
                    afterCarriageReturn = true;
                } else if (bytes[at] == '\n') {
                    at++;
                }
            }
            if (!completeLine(bytes, start, lineEnd, sink)) {
                stop();
                return false;
            }
            start = at;
        }
        keepRest(bytes, start, end);
        return true;
    }

    /**
     * The bytes ended. A line or an event that no blank line completed is handed out all the same; the sink, which
     * knows that this is the end, decides whether it is whole (H5).
     */
    public void end(SseSink sink) {
        if (stopped) {
            return;
        }
        if (lineLength > 0 && !completeLine(NONE, 0, 0, sink)) {
            stop();
            return;
        }
        dispatch(sink);
        stop();
    }

    private void stop() {
        stopped = true;
        line = NONE;
        lineLength = 0;
        own = NONE;
        data = NONE;
        hasData = false;
    }

    private boolean completeLine(byte[] bytes, int start, int end, SseSink sink) {
        if (lineLength == 0) {
            return line(bytes, start, end, false, sink);
        }
        appendToLine(bytes, start, end);
        int length = lineLength;
        lineLength = 0;
        return line(line, 0, length, true, sink);
    }

    /**
     * Takes one whole line.
     *
     * @param assembled whether it lies in {@link #line}, else in the buffer being read
     */
    private boolean line(byte[] bytes, int start, int end, boolean assembled, SseSink sink) {
        if (end - start > maxEventBytes) {
            throw tooLong();
        }
        int at = start;
        if (atStart) {
            atStart = false;
            if (end - at >= 3
                    && bytes[at] == (byte) 0xEF
                    && bytes[at + 1] == (byte) 0xBB
                    && bytes[at + 2] == (byte) 0xBF) {
                at += 3;
            }
        }
        if (at == end) {
            return dispatch(sink);
        }
        if (isField(bytes, at, end, "data")) {
            data(bytes, value(bytes, at + 4, end), end, assembled);
        } else if (isField(bytes, at, end, "event")) {
            name = name(bytes, value(bytes, at + 5, end), end);
        }
        return true;
    }

    private static boolean isField(byte[] bytes, int at, int end, String field) {
        int length = field.length();
        if (end - at < length || (end - at > length && bytes[at + length] != ':')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[at + i] != field.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where the value begins: after the colon and exactly one space. */
    private static int value(byte[] bytes, int colon, int end) {
        if (colon == end) {
            return end;
        }
        int at = colon + 1;
        return at < end && bytes[at] == ' ' ? at + 1 : at;
    }

    private void data(byte[] bytes, int start, int end, boolean assembled) {
        if (!hasData) {
            hasData = true;
            if (assembled) {
                // A line put together from several buffers becomes the data: its memory changes hands.
                line = own;
                own = bytes;
            }
            dataIsOwn = assembled;
            data = bytes;
            dataStart = start;
            dataEnd = end;
            return;
        }
        int length = dataEnd - dataStart;
        if (length + 1L + (end - start) > maxEventBytes) {
            throw tooLong();
        }
        makeOwn(1 + end - start);
        own[dataEnd++] = '\n';
        System.arraycopy(bytes, start, own, dataEnd, end - start);
        dataEnd += end - start;
    }

    /** Moves the pending data into this decoder's memory, with room for more after it. */
    private void makeOwn(int room) {
        int length = dataEnd - dataStart;
        if (dataIsOwn) {
            if (dataEnd + room > own.length) {
                own = grown(own, dataStart, length, length + room);
                dataStart = 0;
                dataEnd = length;
            }
        } else {
            if (own.length < length + room) {
                own = new byte[length + room];
            }
            System.arraycopy(data, dataStart, own, 0, length);
            dataStart = 0;
            dataEnd = length;
        }
        data = own;
        dataIsOwn = true;
    }

    private static byte[] grown(byte[] from, int start, int length, int needed) {
        byte[] bigger = new byte[Math.max(needed, length + (length >> 1))];
        System.arraycopy(from, start, bigger, 0, length);
        return bigger;
    }

    private boolean dispatch(SseSink sink) {
        String event = name;
        name = "";
        if (!hasData) {
            return true;
        }
        hasData = false;
        boolean more = sink.event(event, data, dataStart, dataEnd - dataStart);
        data = NONE;
        if (own.length > KEPT_CAPACITY) {
            own = NONE;
        }
        return more;
    }

    private void keepRest(byte[] bytes, int start, int end) {
        if (start < end) {
            appendToLine(bytes, start, end);
        }
        if (hasData && !dataIsOwn) {
            makeOwn(0);
        }
    }

    private void appendToLine(byte[] bytes, int start, int end) {
        int more = end - start;
        if ((long) lineLength + more > maxEventBytes) {
            throw tooLong();
        }
        if (lineLength + more > line.length) {
            line = grown(line, 0, lineLength, lineLength + more);
        }
        System.arraycopy(bytes, start, line, lineLength, more);
        lineLength += more;
    }

    /** Streams repeat a handful of names: the last one is kept, so that a name costs no memory. */
    private String name(byte[] bytes, int start, int end) {
        if (!Arrays.equals(lastName, 0, lastName.length, bytes, start, end)) {
            lastName = Arrays.copyOfRange(bytes, start, end);
            lastNameText = new String(lastName, StandardCharsets.UTF_8);
        }
        return lastNameText;
    }

    private RuntimeException tooLong() {
        stop();
        return Fault.of(
                        FaultKind.STREAM_INCOMPLETE,
                        "The provider sent an event of more than " + maxEventBytes + " bytes.")
                .exception();
    }
}
