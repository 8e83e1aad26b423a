package com.xiaojinpro.gateway.connector.wire;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates gzip (RFC 1952) as its bytes come in, for providers that compress although they were asked not to (H8).
 * Several members in a row are one stream. Not thread-safe; {@link #close} frees native memory.
 */
public final class GzipStream implements AutoCloseable {

    /** Takes inflated bytes; they are valid during the call only. */
    @FunctionalInterface
    public interface Output {
        void bytes(byte[] bytes, int length);
    }

    private enum At {
        HEADER,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        HEADER_CHECK,
        BODY,
        TRAILER
    }

    private static final int FLAG_HEADER_CHECK = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 check = new CRC32();
    private final byte[] inflated = new byte[8 << 10];
    private At at = At.HEADER;
    /** Bytes of the current section seen, and what they add up to where they are a number. */
    private int seen;

    private long number;
    private int flags;

    /** Takes the next compressed bytes. Bytes that are not gzip are thrown as a fault. */
    public void feed(byte[] bytes, int offset, int length, Output out) {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            if (at == At.BODY) {
                from = end - inflate(bytes, from, end - from, out);
            } else {
                section(bytes[from++] & 0xFF);
            }
        }
    }

    /** Whether the bytes so far are whole members. */
    public boolean complete() {
        return at == At.HEADER && seen == 0;
    }

    @Override
    public void close() {
        inflater.end();
    }

    private int inflate(byte[] bytes, int from, int length, Output out) {
        inflater.setInput(bytes, from, length);
        try {
            while (true) {
                int count = inflater.inflate(inflated);
                if (count > 0) {
                    check.update(inflated, 0, count);
                    out.bytes(inflated, count);
                } else if (inflater.finished()) {
                    enter(At.TRAILER);
                    return inflater.getRemaining();
                } else if (inflater.needsDictionary()) {
                    throw broken();
                } else {
                    return 0;
                }
            }
        } catch (DataFormatException e) {
            throw broken();
        }
    }

    private void section(int octet) {
        switch (at) {
            case HEADER -> header(octet);
            case EXTRA_LENGTH -> {
                number |= (long) octet << (8 * seen++);
                if (seen == 2) {
                    int length = (int) number;
                    enter(length == 0 ? after(FLAG_EXTRA) : At.EXTRA);
                    number = length;
                }
            }
            case EXTRA -> {
                if (++seen == number) {
                    enter(after(FLAG_EXTRA));
                }
            }
            case NAME -> {
                if (octet == 0) {
                    enter(after(FLAG_NAME));
                }
            }
            case COMMENT -> {
                if (octet == 0) {
                    enter(after(FLAG_COMMENT));
                }
            }
            case HEADER_CHECK -> {
                if (++seen == 2) {
                    enter(At.BODY);
                }
            }
            case BODY -> throw new IllegalStateException("the body is not read octet by octet");
            case TRAILER -> trailer(octet);
        }
    }

    private void header(int octet) {
        boolean wrong = (seen == 0 && octet != 0x1F) || (seen == 1 && octet != 0x8B) || (seen == 2 && octet != 8);
        if (wrong) {
            throw broken();
        }
        if (seen == 3) {
            flags = octet;
        }
        if (++seen == 10) {
            enter(after(0));
        }
    }

    private void trailer(int octet) {
        if (seen < 4) {
            number |= (long) octet << (8 * seen);
        }
        if (++seen == 4 && number != check.getValue()) {
            throw broken();
        }
        if (seen == 8) {
            inflater.reset();
            check.reset();
            enter(At.HEADER);
        }
    }

    /** The first optional section of the header behind the one whose flag is given. */
    private At after(int flag) {
        if (flag < FLAG_EXTRA && (flags & FLAG_EXTRA) != 0) {
            return At.EXTRA_LENGTH;
        }
        if (flag < FLAG_NAME && (flags & FLAG_NAME) != 0) {
            return At.NAME;
        }
        if (flag < FLAG_COMMENT && (flags & FLAG_COMMENT) != 0) {
            return At.COMMENT;
        }
        return (flags & FLAG_HEADER_CHECK) != 0 ? At.HEADER_CHECK : At.BODY;
    }

    private void enter(At section) {
        at = section;
        seen = 0;
        number = 0;
    }

    private static RuntimeException broken() {
        return Fault.of(FaultKind.UPSTREAM_INVALID, "The provider's compressed answer cannot be read.")
                .exception();
    }
}
