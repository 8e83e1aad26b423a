package com.xiaojinpro.gateway.accounts.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One file of the spool: records one after the other, each behind its length and the CRC-32C of its bytes. It is written at
 * the end, read from the front, and deleted once all of it was taken over. One thread.
 */
final class Segment {
    /** Length and checksum. */
    static final int HEAD = 2 * Integer.BYTES;

    private static final int LONGEST_RECORD = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private long size;
    private long taken;
    private boolean unforced;

    private Segment(Path file, FileChannel channel, long size) {
        this.file = file;
        this.channel = channel;
        this.size = size;
    }

    /** A new file. */
    static Segment create(Path file) throws IOException {
        return new Segment(
                file,
                FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                0);
    }

    /** A file of a run before. */
    static Segment open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new Segment(file, channel, channel.size());
    }

    /**
     * What was read.
     *
     * @param end where the next record begins
     * @param damaged records, or rests of files, that cannot be read and were passed over
     */
    record Batch(Segment segment, List<byte[]> records, long end, int damaged) {}

    Path file() {
        return file;
    }

    long size() {
        return size;
    }

    /** Bytes that were not taken over yet. */
    long left() {
        return size - taken;
    }

    /** What a record takes here. */
    static int cost(byte[] record) {
        return HEAD + record.length;
    }

    /** Puts records at the end; all of them, or none where the disk does not take them. */
    void append(List<byte[]> records) throws IOException {
        int bytes = 0;
        for (byte[] record : records) {
            bytes += cost(record);
        }
        ByteBuffer out = ByteBuffer.allocate(bytes);
        for (byte[] record : records) {
            out.putInt(record.length).putInt(checksum(record)).put(record);
        }
        out.flip();
        long at = size;
        unforced = true;
        try {
            while (out.hasRemaining()) {
                at += channel.write(out, at);
            }
        } catch (IOException e) {
            channel.truncate(size);
            throw e;
        }
        size = at;
    }

    /** Brings to the disk what only the system has. */
    void force() throws IOException {
        if (unforced) {
            channel.force(false);
            unforced = false;
        }
    }

    /** The next records, without taking them over. */
    Batch read(int mostRecords, int mostBytes) throws IOException {
        int window = (int) Math.min(left(), Math.max(mostBytes, HEAD + LONGEST_RECORD));
        ByteBuffer in = ByteBuffer.allocate(window);
        long at = taken;
        while (in.hasRemaining()) {
            int read = channel.read(in, taken + in.position());
            if (read < 0) {
                break;
            }
        }
        in.flip();
        List<byte[]> records = new ArrayList<>();
        int damaged = 0;
        while (records.size() < mostRecords && in.position() < mostBytes && in.hasRemaining()) {
            int start = in.position();
            int length = in.remaining() < HEAD ? -1 : in.getInt();
            if (length <= 0 || length > LONGEST_RECORD) {
                // Torn off by a crash, or no record at all: where the next one would begin cannot be known.
                return new Batch(this, records, size, damaged + 1);
            }
            int expected = in.getInt();
            if (in.remaining() < length) {
                boolean whole = taken + start + HEAD + length <= size;
                return whole
                        ? new Batch(this, records, taken + start, damaged)
                        : new Batch(this, records, size, damaged + 1);
            }
            byte[] record = new byte[length];
            in.get(record);
            at = taken + in.position();
            if (checksum(record) == expected) {
                records.add(record);
            } else {
                damaged++;
            }
        }
        return new Batch(this, records, at, damaged);
    }

    /** The records of a batch are in good hands. */
    void take(Batch batch) {
        taken = batch.end();
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    void close() throws IOException {
        channel.close();
    }

    private int checksum(byte[] record) {
        crc.reset();
        crc.update(record);
        return (int) crc.getValue();
    }
}
