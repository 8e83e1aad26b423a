package com.xiaojinpro.gateway.accounts.database.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Unpacks a tar archive: directories, files with their execute permission, symbolic and hard links, in the POSIX ustar
 * format with GNU long names. Nothing is written outside the directory it unpacks to.
 */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int MODE_AT = 100;
    private static final int SIZE_AT = 124;
    private static final int TYPE_AT = 156;
    private static final int LINK_AT = 157;
    private static final int MAGIC_AT = 257;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX_LENGTH = 155;
    private static final int EXECUTABLE = 0100;

    private final InputStream in;
    private final Path target;

    private TarReader(InputStream in, Path target) {
        this.in = in;
        this.target = target.toAbsolutePath().normalize();
    }

    /**
     * Unpacks everything.
     *
     * @param target a directory that is there
     */
    static void unpack(InputStream tar, Path target) throws IOException {
        new TarReader(tar, target).unpack();
    }

    private void unpack() throws IOException {
        byte[] header = new byte[BLOCK];
        String longName = null;
        while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
            long size = octal(header, SIZE_AT, 12);
            char type = (char) header[TYPE_AT];
            if (type == 'L') {
                longName = text(in.readNBytes((int) size), 0, (int) size);
                in.skipNBytes(padding(size));
                continue;
            }
            entry(inside(longName == null ? name(header) : longName), type, header, size);
            longName = null;
        }
    }

    private void entry(Path path, char type, byte[] header, long size) throws IOException {
        switch (type) {
            case '5' -> Files.createDirectories(path);
            case '0', 0 -> file(path, octal(header, MODE_AT, 8), size);
            case '2' -> {
                String link = text(header, LINK_AT, NAME_LENGTH);
                inside(target.relativize(path.resolveSibling(link)).toString());
                Files.createSymbolicLink(path, Path.of(link));
            }
            case '1' -> Files.copy(inside(text(header, LINK_AT, NAME_LENGTH)), path);
            default -> in.skipNBytes(size + padding(size));
        }
    }

    private void file(Path path, long mode, long size) throws IOException {
        Path directory = path.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        try (OutputStream out = Files.newOutputStream(path)) {
            byte[] chunk = new byte[64 * 1024];
            for (long left = size; left > 0; ) {
                int read = in.read(chunk, 0, (int) Math.min(left, chunk.length));
                if (read < 0) {
                    throw new EOFException("the archive ends within " + path.getFileName());
                }
                out.write(chunk, 0, read);
                left -= read;
            }
        }
        in.skipNBytes(padding(size));
        Files.setPosixFilePermissions(
                path, PosixFilePermissions.fromString((mode & EXECUTABLE) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private Path inside(String name) throws IOException {
        Path path = target.resolve(name).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("the archive names " + name + ", which is outside of it");
        }
        return path;
    }

    private static String name(byte[] header) {
        String name = text(header, 0, NAME_LENGTH);
        boolean ustar = "ustar\0".equals(new String(header, MAGIC_AT, 6, StandardCharsets.US_ASCII));
        String prefix = ustar ? text(header, PREFIX_AT, PREFIX_LENGTH) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) {
        long value = 0;
        for (int i = from; i < from + length; i++) {
            if (header[i] >= '0' && header[i] <= '7') {
                value = value * 8 + (header[i] - '0');
            }
        }
        return value;
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }
}
