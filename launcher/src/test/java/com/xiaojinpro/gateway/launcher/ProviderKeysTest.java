package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.ConfigOutcome;
import com.xiaojinpro.gateway.config.ConfigReader;
import com.xiaojinpro.gateway.connector.ConfiguredProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of each provider type are the keys its page documents. The type itself is the judge of what they are. */
class ProviderKeysTest {
    private static final Path PAGES = Path.of("../docs/providers");
    private static final String COMMON = """
            base_url = "https://example.com/v1"
            api_key = "a-key-of-the-test"
            """;

    @ParameterizedTest
    @ValueSource(strings = {"openai-compatible", "openrouter", "openai", "azure-openai", "ollama"})
    void everyKeyOfATypeIsOnItsPage(String type) throws IOException {
        String pages = Files.readString(PAGES.resolve(type + ".md"))
                // The other pages refer to the switches of this one.
                + Files.readString(PAGES.resolve("openai-compatible.md"));
        Set<String> known = known(type);
        assertThat(known).contains("headers", "max_event_mib", "stream_usage");
        assertThat(known).allSatisfy(key -> assertThat(pages).contains("| `" + key + "` |"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini", "vertex"})
    void aPageOfGooglesListsTheKeysOfItsType(String type) throws IOException {
        String page = Files.readString(PAGES.resolve(type + ".md"));
        Set<String> known = known(type);
        known.addAll(Set.of("base_url", "api_key"));
        Set<String> listed = new LinkedHashSet<>();
        Matcher documented = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| [a-zA-Z0-9 ]+ \\| .* \\| .* \\|$")
                .matcher(page);
        while (documented.find()) {
            listed.add(documented.group(1));
        }
        assertThat(listed).isEqualTo(known);
    }

    @Test
    void everyKeyOnThePageIsOneOfTheType() throws IOException {
        String page = Files.readString(PAGES.resolve("openai-compatible.md"));
        Set<String> known = known("openai-compatible");
        known.addAll(Set.of("base_url", "api_key"));
        Matcher documented = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|").matcher(page);
        int count = 0;
        while (documented.find()) {
            assertThat(known).contains(documented.group(1));
            count++;
        }
        assertThat(count).isEqualTo(known.size());
    }

    @ParameterizedTest
    @CsvSource({"anthropic, ''", "clewdr, accept_account_risk = true"})
    void thePageOfATypeHasItsKeysAndNoOthers(String type, String setting) throws IOException {
        String page = Files.readString(PAGES.resolve(type + ".md"));
        Set<String> known = known(type, setting + "\n");
        known.addAll(Set.of("base_url", "api_key"));
        if (!setting.isEmpty()) {
            known.add(setting.substring(0, setting.indexOf(' ')));
        }
        Set<String> documented = new LinkedHashSet<>();
        Matcher row =
                Pattern.compile("(?m)^\\| `([a-z_]+)` \\| [^|]+ \\| [^|]+ \\|").matcher(page);
        while (row.find()) {
            documented.add(row.group(1));
        }
        assertThat(documented).isEqualTo(known);
    }

    private static Set<String> known(String type) {
        return known(type, "");
    }

    /** What the type reads and the text does not set. */
    private static Set<String> known(String type, String settings) {
        String problems = problems(COMMON + settings + "zzzzzzzzzzzzzzz = 1\n", type);
        Matcher listed = Pattern.compile("known here, and not set: (.*)").matcher(problems);
        assertThat(listed.find()).as(problems).isTrue();
        return new LinkedHashSet<>(Arrays.asList(listed.group(1).split(", ")));
    }

    private static String problems(String settings, String type) {
        String text = """
                [[auth.keys]]
                name = "app"
                key = "app-key-0123456789"
                [models.m]
                primary = { provider = "p", model = "m" }
                [providers.p]
                type = "%s"
                %s""".formatted(type, settings);
        ConfigOutcome outcome =
                new ConfigReader(Map.of(), path -> "").read(text, "xjp.toml", new ConfiguredProviders());
        return ((ConfigOutcome.Refused) outcome).problems().text();
    }
}
