package com.xiaojinpro.gateway.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A server in Node.js that says its address on its first line of output and ends with its input. */
final class NodeServer implements AutoCloseable {
    private final Process process;
    private final String url;

    private NodeServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a script and waits until it says its address.
     *
     * @param greeting what stands before the address
     */
    static NodeServer start(Path folder, String script, String greeting) throws IOException {
        Process process = new ProcessBuilder("node", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        StringBuilder said = new StringBuilder();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = output.readLine()) != null) {
            if (line.startsWith(greeting)) {
                // Nobody reads on: what it says later goes where it cannot block the server.
                Thread.ofVirtual().start(() -> output.lines().forEach(later -> {}));
                return new NodeServer(process, line.substring(greeting.length()).strip());
            }
            said.append(line).append('\n');
        }
        throw new IOException(script + " did not start: " + said);
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
