package com.xiaojinpro.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class ConfigReaderPropertyTest {
    private static final List<String> SERVER_KEYS = List.of(
            "host",
            "port",
            "max_body_bytes",
            "keepalive_after_ms",
            "keepalive_interval_ms",
            "client_stall_timeout_ms",
            "shutdown_grace_ms");

    @Property(tries = 1000)
    void noTextMakesTheReaderThrow(@ForAll("texts") String text) {
        ConfigOutcome outcome = ConfigTexts.read(text);
        if (outcome instanceof ConfigOutcome.Refused refused) {
            assertThat(refused.problems().list())
                    .allSatisfy(problem -> assertThat(problem.line()).isPositive());
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "[server]",
                "[[auth.keys]]",
                "[providers.x]",
                "[models.\"*\"]",
                "port",
                "=",
                "1",
                "\"${",
                "}\"",
                "\n",
                "key",
                "\"file:secrets/key\"",
                "{",
                "}",
                "[",
                "]",
                ",",
                ".",
                "#",
                "type",
                "'",
                "\u0000",
                "true");
        return pieces.list().ofMaxSize(30).map(list -> String.join(" ", list));
    }

    /** A typing slip in a key, one letter lost or doubled or two swapped, is answered with the key that was meant. */
    @Property(tries = 200)
    void aTypingSlipFindsTheKeyThatWasMeant(
            @ForAll @IntRange(max = 6) int key,
            @ForAll @IntRange(max = 30) int place,
            @ForAll @IntRange(max = 2) int kind) {
        String meant = SERVER_KEYS.get(key);
        int at = place % (meant.length() - 1);
        String written = switch (kind) {
            case 0 -> meant.substring(0, at) + meant.substring(at + 1);
            case 1 -> meant.substring(0, at) + meant.charAt(at) + meant.substring(at);
            default -> meant.substring(0, at) + meant.charAt(at + 1) + meant.charAt(at) + meant.substring(at + 2);
        };
        if (!written.equals(meant)) {
            assertThat(ConfigTexts.problems(ConfigTexts.MINIMAL + "[server]\n" + written + " = 1"))
                    .singleElement()
                    .asString()
                    .endsWith("did you mean '" + meant + "'?");
        }
    }

    /** Whatever is wrong around a secret, and even where it lost its quotes, no problem quotes it (H122). */
    @Property(tries = 200)
    void aSecretIsNeverPrinted(@ForAll @StringLength(min = 12, max = 40) @AlphaChars String secret) {
        String text = """
                [[auth.keys]]
                name = "app"
                key = "%1$s"
                [[auth.keys]]
                name = "app"
                key = "%1$s"
                [providers.main]
                type = "test"
                api_key = "%1$s"
                base_url = "ftp://%1$s@host"
                [models.m]
                primary = { provider = "main", model = "m" }
                """.formatted(secret);
        assertThat(ConfigTexts.problems(text)).hasSize(3);
        assertThat(ConfigTexts.problems(text).toString()).doesNotContain(secret);
        String unquoted = "key = " + secret + "\n";
        assertThat(ConfigTexts.problems(unquoted).toString()).doesNotContain(secret);
        String twoStrings = "key = \"a\" \"" + secret + "\"\n";
        assertThat(ConfigTexts.problems(twoStrings).toString()).doesNotContain(secret);
    }
}
