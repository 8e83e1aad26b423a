package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/** Every known hazard has a test that names it, or a reason not to have one. */
class HazardsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENT = ROOT.resolve(Path.of("docs", "hazards.md"));

    private final List<Hazard> hazards = Hazard.all();
    private final Map<Integer, SortedSet<NamedTest>> tests = TestSources.byHazard(ROOT);

    @Test
    void everyHazardHasATestOrAReason() {
        assertThat(hazards).hasSize(124);
        assertThat(hazards.stream().filter(hazard -> tests.containsKey(hazard.number()) == (hazard.reason() != null)))
                .as("hazards with neither a test nor a reason, or with both")
                .isEmpty();
    }

    @Test
    void noTestNamesAHazardThatIsNotListed() {
        assertThat(tests.keySet()).allMatch(number -> number >= 1 && number <= hazards.size());
    }

    @Test
    void theDocumentIsUpToDate() throws IOException {
        String rendered = HazardReport.render(hazards, tests);
        if (Boolean.getBoolean("xjp.write.hazards")) {
            Files.writeString(DOCUMENT, rendered);
        }
        assertThat(DOCUMENT).exists();
        assertThat(Files.readString(DOCUMENT))
                .as("docs/hazards.md; -Dxjp.write.hazards=true writes it anew")
                .isEqualTo(rendered);
    }

    @Test
    void aNumberBelongsToTheTestItStandsAt() {
        List<String> source = """
                /** #1: a class. */
                class SomeTest {
                    // #2: data.
                    private static final int X = 1;

                    // #3: a comment.
                    @Test
                    void first() {
                        int h = call("#4");
                        // And #5.
                        if (x) {
                        }
                    }

                    /** #6: a helper. */
                    private static void help() {
                        // #7
                    }

                    @ParameterizedTest
                    @DisplayName(
                            "#8, #9: two")
                    void second(int x)
                            throws Exception {
                        run();
                    }
                }
                """.replace("#", "H").lines().toList();
        Map<Integer, Set<NamedTest>> named = new HazardScan("m/SomeTest.java", source).named();
        assertThat(named).containsOnlyKeys(1, 3, 5, 8, 9);
        assertThat(named.get(1)).containsExactly(new NamedTest("m/SomeTest.java", "SomeTest", ""));
        assertThat(named.get(3)).containsExactly(new NamedTest("m/SomeTest.java", "SomeTest", "first"));
        assertThat(named.get(5)).isEqualTo(named.get(3));
        assertThat(named.get(9)).containsExactly(new NamedTest("m/SomeTest.java", "SomeTest", "second"));
    }
}
