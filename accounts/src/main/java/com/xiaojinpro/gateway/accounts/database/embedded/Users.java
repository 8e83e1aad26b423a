package com.xiaojinpro.gateway.accounts.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who uses a private server: each of them holds the lock of a file of its own, so that the last one stops the server and no
 * other. The system releases the locks of a process that is killed.
 */
final class Users {
    /** Locks of files are held by a whole process; within it, this one tells threads apart. */
    private static final ReentrantLock WITHIN = new ReentrantLock();

    /** Locked by this process. To open such a file a second time and close it would release the lock. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private @Nullable FileChannel mine;
    private @Nullable Path myFile;

    /**
     * @param directory made where it is missing
     */
    Users(Path directory) {
        this.directory = directory;
    }

    /** Runs an action while nobody else, in whatever process, runs one. */
    <T> T alone(Callable<T> action) throws Exception {
        WITHIN.lock();
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = open(directory.resolve("start.lock"));
                    FileLock held = channel.lock()) {
                if (!held.isValid()) {
                    throw new IOException(directory + " is not mine");
                }
                return action.call();
            }
        } finally {
            WITHIN.unlock();
        }
    }

    /** Becomes a user; call it in {@link #alone}. */
    void enter() throws IOException {
        if (mine != null) {
            return;
        }
        Path file = directory.resolve("user-" + UUID.randomUUID());
        FileChannel channel = open(file);
        if (channel.tryLock() == null) {
            channel.close();
            throw new IOException(file + " cannot be locked");
        }
        HELD.add(file);
        mine = channel;
        myFile = file;
    }

    /**
     * Is no user any more; call it in {@link #alone}.
     *
     * @return whether no other one is left
     */
    boolean leave() throws IOException {
        FileChannel channel = mine;
        Path file = myFile;
        if (channel == null || file == null) {
            return false;
        }
        channel.close();
        HELD.remove(file);
        Files.deleteIfExists(file);
        mine = null;
        myFile = null;
        boolean last = true;
        try (DirectoryStream<Path> others = Files.newDirectoryStream(directory, "user-*")) {
            for (Path other : others) {
                last &= !HELD.contains(other) && abandoned(other);
            }
        }
        return last;
    }

    /** Whether nobody holds the lock of a file; then it is deleted. */
    private static boolean abandoned(Path file) throws IOException {
        try (FileChannel channel = open(file);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return false;
            }
            Files.deleteIfExists(file);
            return true;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
