package com.xiaojinpro.gateway.accounts.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How the programs of PostgreSQL, which refuse to run as root, are run. A user runs them as they are. Root runs them in a user
 * namespace, in which it is somebody else and the files stay its own; where the system allows no namespaces, as
 * {@code nobody}, to whom the files of the database then belong.
 */
final class Unprivileged {
    private static final String NOBODY = "65534";
    private static final List<String> NAMESPACE = List.of("unshare", "--user", "--map-user=1000", "--map-group=1000");
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

    private final List<String> prefix;
    private final boolean foreignFiles;

    private Unprivileged(List<String> prefix, boolean foreignFiles) {
        this.prefix = prefix;
        this.foreignFiles = foreignFiles;
    }

    /**
     * The way that works here.
     *
     * @throws DatabaseStartException where none does; says what to do
     */
    static Unprivileged here() {
        if (!root()) {
            return new Unprivileged(List.of(), false);
        }
        if (works(NAMESPACE)) {
            return new Unprivileged(NAMESPACE, false);
        }
        if (works(AS_NOBODY)) {
            return new Unprivileged(AS_NOBODY, true);
        }
        throw new DatabaseStartException(
                "PostgreSQL does not run as root, and neither unshare nor setpriv of util-linux works here;"
                        + " run the gateway as another user, or set database.url to a PostgreSQL server of your own",
                null);
    }

    /** What stands before a command. */
    List<String> prefix() {
        return prefix;
    }

    /** Lets the programs read and write a tree of files that root has made. */
    void own(Path tree) throws IOException {
        if (!foreignFiles) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.toList();
        }
        for (Path path : paths) {
            Files.setAttribute(path, "unix:uid", Integer.valueOf(NOBODY), java.nio.file.LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static boolean root() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private static boolean works(List<String> prefix) {
        try {
            Process process = new ProcessBuilder(
                            Stream.concat(prefix.stream(), Stream.of("true")).toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
