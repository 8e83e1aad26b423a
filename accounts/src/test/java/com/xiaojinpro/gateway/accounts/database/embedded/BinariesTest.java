package com.xiaojinpro.gateway.accounts.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
    @Test
    void aPlatformWithoutAServerIsToldWhatToDo() {
        assertThatThrownBy(() -> Binaries.of("Windows 11", "amd64", false))
                .isInstanceOf(DatabaseStartException.class)
                .hasMessage("there is no private PostgreSQL for Windows 11 on amd64;"
                        + " set database.url to a PostgreSQL server of your own");
        assertThatThrownBy(() -> Binaries.of("Linux", "riscv64", false)).hasMessageContaining("database.url");
        assertThatThrownBy(() -> Binaries.of("Linux", "amd64", true))
                .hasMessage("this gateway was built without a private PostgreSQL for Linux on amd64 with musl;"
                        + " set database.url to a PostgreSQL server of your own");
    }

    @Test
    void aFileOfTheServerIsReadWhateverItsState() {
        List<String> whole =
                List.of("4711", "/data", "1795517445", "55432", "", "127.0.0.1", "  2237155         4", "ready   ");
        assertThat(Postmaster.parse(whole)).isEqualTo(new Postmaster(4711, 55432, "ready"));
        assertThat(Postmaster.parse(whole.subList(0, 3))).isEqualTo(new Postmaster(4711, 0, ""));
        assertThat(Postmaster.parse(List.of())).isNull();
        assertThat(Postmaster.parse(List.of("47x"))).isNull();
    }

    @Test
    void anArchiveIsUnpackedWithItsLinksAndItsPrograms(@TempDir Path target) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        entry(tar, "bin/", '5', 0755, "", "");
        entry(tar, "bin/run", '0', 0755, "", "program");
        entry(tar, "lib/a.so.1", '0', 0644, "", "x".repeat(513));
        entry(tar, "lib/a.so", '2', 0777, "a.so.1", "");
        entry(tar, "lib/hard", '1', 0644, "lib/a.so.1", "");
        entry(tar, "././@LongLink", 'L', 0, "", "share/" + "n".repeat(120));
        entry(tar, "share/nnn", '0', 0644, "", "long");
        entry(tar, "device", '3', 0644, "", "");
        tar.write(new byte[1024]);
        TarReader.unpack(new ByteArrayInputStream(tar.toByteArray()), target);
        assertThat(target.resolve("bin/run")).hasContent("program").isExecutable();
        assertThat(Files.isExecutable(target.resolve("lib/a.so.1"))).isFalse();
        assertThat(Files.readSymbolicLink(target.resolve("lib/a.so"))).isEqualTo(Path.of("a.so.1"));
        assertThat(target.resolve("lib/hard")).hasSize(513);
        assertThat(target.resolve("share").resolve("n".repeat(120))).hasContent("long");
        assertThat(target.resolve("device")).doesNotExist();
    }

    @Test
    void anArchiveReachesNothingOutside(@TempDir Path target) throws IOException {
        for (String[] evil :
                new String[][] {{"../evil", "0", ""}, {"link", "2", "../../evil"}, {"hard", "1", "../x"}}) {
            ByteArrayOutputStream tar = new ByteArrayOutputStream();
            entry(tar, evil[0], evil[1].charAt(0), 0644, evil[2], "");
            assertThatThrownBy(() -> TarReader.unpack(new ByteArrayInputStream(tar.toByteArray()), target))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("outside");
        }
    }

    @Test
    void aCutArchiveIsNotTakenForAWholeOne(@TempDir Path target) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        entry(tar, "file", '0', 0644, "", "x".repeat(1000));
        byte[] cut = java.util.Arrays.copyOf(tar.toByteArray(), 900);
        assertThatThrownBy(() -> TarReader.unpack(new ByteArrayInputStream(cut), target))
                .isInstanceOf(IOException.class);
    }

    private static void entry(ByteArrayOutputStream out, String name, char type, int mode, String link, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "%07o".formatted(mode));
        put(header, 124, "%011o".formatted(content.length));
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar");
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[(512 - content.length % 512) % 512]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
