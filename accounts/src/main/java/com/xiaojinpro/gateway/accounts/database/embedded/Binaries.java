package com.xiaojinpro.gateway.accounts.database.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL for this platform: packed in a jar of the gateway, unpacked once beside the data. */
final class Binaries {
    private static final String WHAT_TO_DO = "; set database.url to a PostgreSQL server of your own";

    private final String version;
    private final String resource;

    private Binaries(String version, String resource) {
        this.version = version;
        this.resource = resource;
    }

    /**
     * Those of this platform.
     *
     * @throws DatabaseStartException where there are none; says what to do
     */
    static Binaries ofThisPlatform() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""), muslLibc());
    }

    static Binaries of(String osName, String osArch, boolean musl) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "darwin" : null;
        String processor = switch (osArch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> null;
        };
        String platform = osName + " on " + osArch + (musl ? " with musl" : "");
        if (system == null || processor == null) {
            throw new DatabaseStartException("there is no private PostgreSQL for " + platform + WHAT_TO_DO, null);
        }
        String resource = "/postgres-" + system + "-" + processor + (musl ? "-alpine_linux" : "") + ".txz";
        if (Binaries.class.getResource(resource) == null) {
            throw new DatabaseStartException(
                    "this gateway was built without a private PostgreSQL for " + platform + WHAT_TO_DO, null);
        }
        return new Binaries(version(), resource);
    }

    /** The major version, which the files of a database belong to. */
    String major() {
        return version.substring(0, version.indexOf('.'));
    }

    /**
     * The directory with {@code bin}, {@code lib} and {@code share}; unpacked where it is missing. Two at the same time are the
     * caller's to prevent.
     *
     * @param home where the directory of this version is, or shall be
     */
    Path unpacked(Path home) throws IOException {
        Path directory = home.resolve("programs-" + version);
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Path unfinished = home.resolve("programs-" + version + ".new");
        delete(unfinished);
        Files.createDirectories(unfinished);
        try (InputStream packed = Binaries.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IOException("resource " + resource + " is gone");
            }
            try (XZInputStream tar = new XZInputStream(packed)) {
                TarReader.unpack(tar, unfinished);
            }
        }
        Files.move(unfinished, directory);
        deleteOthers(home, directory);
        return directory;
    }

    /** The programs of earlier versions are of no use. */
    private static void deleteOthers(Path home, Path current) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(home, "programs-*")) {
            for (Path other : others) {
                if (!other.equals(current)) {
                    delete(other);
                }
            }
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = Binaries.class.getResourceAsStream("binaries.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("binaries.properties cannot be read", e);
        }
        @Nullable String version = properties.getProperty("version");
        if (version == null) {
            throw new IllegalStateException("binaries.properties names no version");
        }
        return version;
    }

    private static boolean muslLibc() {
        try (Stream<Path> loaders = Files.list(Path.of("/lib"))) {
            return loaders.anyMatch(file -> String.valueOf(file.getFileName()).startsWith("ld-musl"))
                    && !Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
                    && !Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
        } catch (IOException e) {
            return false;
        }
    }
}
