package com.xiaojinpro.gateway.accounts.usage;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way to the database, in files that outlive the process. What was appended survives the death of the
 * process, what was forced that of the machine. A record leaves the disk only after it was taken over, so that a crash can
 * make a record be read twice and never be missed; whoever takes them over knows them by their ids. Bounded: a record that
 * does not fit is refused. One thread.
 */
final class Spool implements Closeable {
    private static final String SUFFIX = ".seg";
    private static final String LOCK = "lock";
    private static final int MOST_SLOTS = 64;
    private static final long SEGMENT_BYTES = 8 << 20;
    private static final int NUMBER_DIGITS = 16;

    private final Path directory;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final long maxBytes;
    private final long segmentBytes;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long nextNumber = 1;
    private boolean writable;

    private Spool(Path directory, FileChannel lockFile, FileLock lock, long maxBytes, long segmentBytes) {
        this.directory = directory;
        this.lockFile = lockFile;
        this.lock = lock;
        this.maxBytes = maxBytes;
        this.segmentBytes = segmentBytes;
    }

    /**
     * Opens the spool of this process, and with it what a run before left there.
     *
     * @param home where spools are; each process that shares it has a directory of its own there, the first that is free
     * @param maxBytes what it may take of the disk
     */
    static Spool open(Path home, long maxBytes) throws IOException {
        return open(home, maxBytes, SEGMENT_BYTES);
    }

    static Spool open(Path home, long maxBytes, long segmentBytes) throws IOException {
        for (int slot = 0; slot < MOST_SLOTS; slot++) {
            Path directory = Files.createDirectories(home.resolve(Integer.toString(slot)));
            FileChannel file =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(file);
            if (lock == null) {
                file.close();
                continue;
            }
            Spool spool = new Spool(directory, file, lock, maxBytes, segmentBytes);
            spool.find();
            return spool;
        }
        throw new IOException("every spool in " + home + " is in use");
    }

    /** Puts records at the end, as many of the first as there is room for, and tells how many. */
    int append(List<byte[]> records) throws IOException {
        int fit = 0;
        long room = maxBytes - bytes();
        while (fit < records.size() && room >= Segment.cost(records.get(fit))) {
            room -= Segment.cost(records.get(fit));
            fit++;
        }
        if (fit > 0) {
            Segment last = last();
            try {
                last.append(records.subList(0, fit));
            } catch (IOException e) {
                // The next attempt gets a file of its own: nobody knows what became of this one.
                writable = false;
                throw e;
            }
        }
        return fit;
    }

    void force() throws IOException {
        for (Segment segment : segments) {
            segment.force();
        }
    }

    /** The next records; null where there are none. They stay until they are {@linkplain #take taken over}. */
    Segment.@Nullable Batch read(int mostRecords, int mostBytes) throws IOException {
        Segment first = segments.peekFirst();
        while (first != null && first.left() == 0 && segments.size() > 1) {
            segments.removeFirst();
            first.delete();
            first = segments.peekFirst();
        }
        return first == null || first.left() == 0 ? null : first.read(mostRecords, mostBytes);
    }

    /** The records of a batch are in good hands: their place is free once all of their file is. */
    void take(Segment.Batch batch) throws IOException {
        Segment segment = batch.segment();
        segment.take(batch);
        if (segment.left() == 0 && segment == segments.peekFirst()) {
            segments.removeFirst();
            segment.delete();
            writable = writable && !segments.isEmpty();
        }
    }

    /** What it takes of the disk. */
    long bytes() {
        long bytes = 0;
        for (Segment segment : segments) {
            bytes += segment.size();
        }
        return bytes;
    }

    /** What of it was not taken over yet. */
    long left() {
        long left = 0;
        for (Segment segment : segments) {
            left += segment.left();
        }
        return left;
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments) {
            segment.force();
            segment.close();
        }
        lock.release();
        lockFile.close();
    }

    private Segment last() throws IOException {
        Segment last = segments.peekLast();
        if (last != null && writable && last.size() < segmentBytes) {
            return last;
        }
        if (last != null) {
            last.force();
        }
        Segment next = Segment.create(file(nextNumber++));
        segments.addLast(next);
        writable = true;
        return next;
    }

    private void find() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(directory)) {
            all.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .forEach(files::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            segments.addLast(Segment.open(file));
            nextNumber = Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) + 1;
        }
    }

    private Path file(long number) {
        String digits = Long.toString(number);
        return directory.resolve("0".repeat(NUMBER_DIGITS - digits.length()) + digits + SUFFIX);
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }
}
