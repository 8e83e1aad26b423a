package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code docs/fidelity.md}, made by two tests: what is measured with recorded traffic, and behind it the loops of tool calls,
 * which need no recordings. Each writes and compares its own.
 */
final class FidelityDocument {
    private static final Path FILE = Path.of("..", "docs", "fidelity.md");

    private final String recorded;
    private final String loops;

    private FidelityDocument(String recorded, String loops) {
        this.recorded = recorded;
        this.loops = loops;
    }

    private static FidelityDocument read() throws IOException {
        String text = Files.exists(FILE) ? Files.readString(FILE) : "";
        int loops = text.indexOf(LoopReport.TITLE);
        return loops < 0
                ? new FidelityDocument(text, "")
                : new FidelityDocument(text.substring(0, loops), text.substring(loops));
    }

    static void saysOfRecordedTraffic(String measured) throws IOException {
        if (writes()) {
            write(measured + "\n" + read().loops);
        }
        assertThat(read().recorded.stripTrailing())
                .as("docs/fidelity.md; -Dxjp.write.fidelity=true writes it anew")
                .isEqualTo(measured.stripTrailing());
    }

    static void saysOfToolLoops(String measured) throws IOException {
        if (writes()) {
            write(read().recorded.stripTrailing() + "\n\n" + measured);
        }
        assertThat(read().loops)
                .as("docs/fidelity.md; -Dxjp.write.fidelity=true writes it anew")
                .isEqualTo(measured);
    }

    private static boolean writes() {
        return Boolean.getBoolean("xjp.write.fidelity");
    }

    private static void write(String text) throws IOException {
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, text.stripTrailing() + "\n");
    }
}
