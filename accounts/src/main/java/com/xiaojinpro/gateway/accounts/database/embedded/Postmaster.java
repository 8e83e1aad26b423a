package com.xiaojinpro.gateway.accounts.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code postmaster.pid} says of the server that has the data directory.
 *
 * @param port where it listens; 0 where it has not said so yet
 * @param state {@code starting}, {@code ready}, {@code stopping}; empty where it has not said so yet
 */
record Postmaster(long pid, int port, String state) {
    private static final int PORT_LINE = 3;
    private static final int STATE_LINE = 7;

    boolean ready() {
        return state.equals("ready");
    }

    /** The server of a data directory, where its process is alive and really is a PostgreSQL; null where there is none. */
    static @Nullable Postmaster of(Path data) {
        try {
            Postmaster found = parse(Files.readAllLines(data.resolve("postmaster.pid")));
            return found != null && postgres(found.pid()) ? found : null;
        } catch (IOException e) {
            return null;
        }
    }

    static @Nullable Postmaster parse(List<String> lines) {
        try {
            long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.get(0).strip());
            int port = lines.size() > PORT_LINE
                    ? Integer.parseInt(lines.get(PORT_LINE).strip())
                    : 0;
            String state = lines.size() > STATE_LINE ? lines.get(STATE_LINE).strip() : "";
            return pid > 0 ? new Postmaster(pid, port, state) : null;
        } catch (NumberFormatException halfWritten) {
            return null;
        }
    }

    /** The number of a process that is gone may be another's by now. */
    private static boolean postgres(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().command().orElse("postgres").endsWith("postgres"))
                .orElse(false);
    }
}
