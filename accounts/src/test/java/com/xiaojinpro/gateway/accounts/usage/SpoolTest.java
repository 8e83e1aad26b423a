package com.xiaojinpro.gateway.accounts.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
    private static final long ROOM = 1 << 20;
    private static final int SEGMENT = 400;

    @TempDir
    private Path home;

    @Test
    void whatIsAppendedIsReadInOrderAndGoneOnceItIsTaken() throws IOException {
        try (Spool spool = open()) {
            append(spool, "a", "b", "c");
            Segment.Batch batch = spool.read(2, 1_000);
            assertThat(texts(batch)).containsExactly("a", "b");
            assertThat(texts(spool.read(2, 1_000))).containsExactly("a", "b");
            spool.take(batch);
            Segment.Batch rest = spool.read(10, 1_000);
            assertThat(texts(rest)).containsExactly("c");
            spool.take(rest);
            assertThat(spool.read(10, 1_000)).isNull();
            assertThat(spool.bytes()).isZero();
            assertThat(files()).isEmpty();
        }
    }

    /** Chance is seeded; the model is a list. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverHappensNothingIsMissedAndOrderIsKept(long seed) throws IOException {
        Random chance = new Random(seed);
        List<String> taken = new ArrayList<>();
        List<String> left = new ArrayList<>();
        int next = 0;
        Spool spool = open();
        for (int step = 0; step < 400; step++) {
            switch (chance.nextInt(5)) {
                case 0, 1 -> {
                    String[] more = new String[chance.nextInt(1, 8)];
                    for (int i = 0; i < more.length; i++) {
                        more[i] = "record " + next++ + " " + "x".repeat(chance.nextInt(120));
                        left.add(more[i]);
                    }
                    append(spool, more);
                }
                case 2, 3 -> {
                    Segment.Batch batch = spool.read(chance.nextInt(1, 20), chance.nextInt(1, 600));
                    if (batch == null) {
                        assertThat(left).isEmpty();
                        continue;
                    }
                    List<String> read = texts(batch);
                    assertThat(read).isNotEmpty().isEqualTo(left.subList(0, read.size()));
                    spool.take(batch);
                    taken.addAll(read);
                    left.subList(0, read.size()).clear();
                }
                default -> {
                    // A crash: what was taken of a file that is not taken whole is read again.
                    spool.close();
                    spool = open();
                    List<String> found = drained(spool);
                    int again = found.size() - left.size();
                    assertThat(found.subList(again, found.size())).isEqualTo(left);
                    assertThat(found.subList(0, again)).isEqualTo(taken.subList(taken.size() - again, taken.size()));
                    taken.addAll(left);
                    left.clear();
                }
            }
        }
        spool.close();
    }

    @Test
    void aRecordThatWasTornOffByACrashIsPassedOverAndTheNextOnesAreRead() throws IOException {
        try (Spool spool = open()) {
            append(spool, "whole", "torn off");
        }
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        for (int cut = 1; cut <= "torn off".length() + Segment.HEAD - 1; cut++) {
            Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - cut));
            try (Spool spool = open()) {
                Segment.Batch batch = spool.read(10, 1_000);
                assertThat(texts(batch)).containsExactly("whole");
                assertThat(batch.damaged()).isEqualTo(1);
                assertThat(batch.end()).isEqualTo(batch.segment().size());
            }
        }
        try (Spool spool = open()) {
            append(spool, "after the crash");
            spool.take(spool.read(10, 1_000));
            assertThat(texts(spool.read(10, 1_000))).containsExactly("after the crash");
        }
    }

    @Test
    void aRecordWithAWrongByteIsPassedOverAlone() throws IOException {
        try (Spool spool = open()) {
            append(spool, "one", "two", "three");
        }
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[Segment.HEAD + 3 + Segment.HEAD + 1] ^= 1;
        Files.write(file, bytes);
        try (Spool spool = open()) {
            Segment.Batch batch = spool.read(10, 1_000);
            assertThat(texts(batch)).containsExactly("one", "three");
            assertThat(batch.damaged()).isEqualTo(1);
        }
    }

    @Test
    void aSpoolThatIsFullTakesNoMoreUntilThereIsRoom() throws IOException {
        int each = Segment.HEAD + 92;
        try (Spool spool = Spool.open(home, 10L * each, SEGMENT)) {
            List<byte[]> many = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                many.add("x".repeat(92).getBytes(StandardCharsets.UTF_8));
            }
            assertThat(spool.append(many)).isEqualTo(10);
            assertThat(spool.append(many)).isZero();
            assertThat(spool.bytes()).isEqualTo(10L * each);
            Segment.Batch batch = spool.read(20, 10_000);
            spool.take(batch);
            assertThat(spool.append(many)).isEqualTo(batch.records().size());
        }
    }

    @Test
    void twoProcessesThatShareADirectoryDoNotMeet() throws IOException {
        try (Spool one = open();
                Spool other = open()) {
            assertThat(one.directory()).isNotEqualTo(other.directory());
            append(one, "of one");
            append(other, "of the other");
            assertThat(texts(one.read(10, 1_000))).containsExactly("of one");
            assertThat(texts(other.read(10, 1_000))).containsExactly("of the other");
        }
    }

    private Spool open() throws IOException {
        return Spool.open(home, ROOM, SEGMENT);
    }

    private static void append(Spool spool, String... texts) throws IOException {
        List<byte[]> records = new ArrayList<>();
        for (String text : texts) {
            records.add(text.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(spool.append(records)).isEqualTo(texts.length);
    }

    private static List<String> drained(Spool spool) throws IOException {
        List<String> all = new ArrayList<>();
        Segment.Batch batch = spool.read(50, 100_000);
        while (batch != null) {
            all.addAll(texts(batch));
            spool.take(batch);
            batch = spool.read(50, 100_000);
        }
        return all;
    }

    private static List<String> texts(Segment.Batch batch) {
        return batch.records().stream()
                .map(record -> new String(record, StandardCharsets.UTF_8))
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("0"))) {
            return all.filter(file -> file.toString().endsWith(".seg")).sorted().toList();
        }
    }
}
