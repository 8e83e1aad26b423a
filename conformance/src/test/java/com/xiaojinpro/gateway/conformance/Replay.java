package com.xiaojinpro.gateway.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that plays recorded answers back, as an upstream of the gateway. */
final class Replay implements AutoCloseable {
    private static final Pattern STARTED = Pattern.compile("replay on (http://\\S+)");

    private final Process process;
    private final String url;

    private Replay(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static Replay start(Recordings recordings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "python3",
                recordings.tool("replay.py"),
                "--cassettes",
                recordings.folder().resolve("cassettes").toString(),
                "--port",
                "0");
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = output.readLine()) != null) {
            Matcher matcher = STARTED.matcher(line);
            if (matcher.find()) {
                return new Replay(process, matcher.group(1));
            }
            said.append(line).append('\n');
        }
        throw new IOException("the replay did not start: " + said);
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
