package com.xiaojinpro.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TomlSettingsTest {
    @Test
    void aProviderReadsEveryKindOfSetting() {
        String provider = """
                [providers.x]
                type = "test"
                base_url = "HTTPS://${HOST:-example.com}/v1///"
                api_key = "file:secrets/key"
                mode = "fast"
                retries = 3
                wait_ms = 250
                on = true
                tags = ["a", "${UPSTREAM_KEY}"]
                headers = { x-two = "2", x-one = "${UPSTREAM_KEY}" }
                nested = { deep = { name = "$${HOME}" } }
                """;
        ConfigOutcome outcome = ConfigTexts.read(ConfigTexts.MINIMAL + provider, config -> {
            if (config.name().equals("x")) {
                Settings settings = config.settings();
                assertThat(settings.url("base_url", "")).isEqualTo("HTTPS://example.com/v1");
                assertThat(settings.secret("api_key")).isEqualTo(new Secret("from-a-file"));
                assertThat(settings.word("mode", "slow", List.of("fast", "slow")))
                        .isEqualTo("fast");
                assertThat(settings.integer("retries", 0, 0, 5)).isEqualTo(3);
                assertThat(settings.millis("wait_ms", Duration.ZERO)).isEqualTo(Duration.ofMillis(250));
                assertThat(settings.bool("on", false)).isTrue();
                assertThat(settings.strings("tags")).containsExactly("a", "upstream-secret");
                assertThat(settings.stringMap("headers"))
                        .containsExactly(Map.entry("x-two", "2"), Map.entry("x-one", "upstream-secret"));
                assertThat(settings.table("nested").table("deep").string("name"))
                        .isEqualTo("${HOME}");
            }
        });
        assertThat(outcome).isInstanceOf(ConfigOutcome.Accepted.class);
    }

    @Test
    void whatIsAbsentIsTheDefault() {
        ConfigTexts.read(ConfigTexts.MINIMAL, config -> {
            Settings settings = config.settings();
            assertThat(settings.string("s")).isNull();
            assertThat(settings.string("s", "d")).isEqualTo("d");
            assertThat(settings.word("w", "slow", List.of("fast", "slow"))).isEqualTo("slow");
            assertThat(settings.secret("k")).isNull();
            assertThat(settings.strings("a")).isEmpty();
            assertThat(settings.stringMap("m")).isEmpty();
            assertThat(settings.table("t").string("x")).isNull();
            assertThat(settings.url("u", "https://d")).isEqualTo("https://d");
        });
    }

    @Test
    void aNestedUnknownKeyIsFound() {
        assertThat(problems(
                        "nested = { deep = { nme = 1 } }",
                        settings -> settings.table("nested").table("deep").string("name")))
                .containsExactly("xjp.toml:12:21: providers.x.nested.deep.nme: unknown key; did you mean 'name'?");
    }

    @Test
    void aWordThatIsNotAllowedIsAnsweredWithTheWordsThatAre() {
        assertThat(problems("mode = \"fats\"", settings -> settings.word("mode", "slow", List.of("fast", "slow"))))
                .containsExactly("xjp.toml:12:1: providers.x.mode: 'fats' is not known; did you mean 'fast'?");
        assertThat(problems("mode = \"medium\"", settings -> settings.word("mode", "slow", List.of("fast", "slow"))))
                .containsExactly("xjp.toml:12:1: providers.x.mode: 'medium' is not known;"
                        + " one of these was meant: fast, slow");
    }

    @Test
    void nothingMoreIsSaidAboutATableThatIsNone() {
        assertThat(problems(
                        "nested = 1",
                        settings -> settings.table("nested").table("deep").problem("x", "is bad")))
                .containsExactly("xjp.toml:12:1: providers.x.nested: is a whole number; a table was meant");
    }

    @Test
    void aValueInAMapHasItsOwnLine() {
        assertThat(problems("[providers.x.headers]\na = \"1\"\nb = 2", settings -> settings.stringMap("headers")))
                .containsExactly("xjp.toml:14:1: providers.x.headers.b: is a whole number; a string was meant");
    }

    @Test
    void aProblemOfTheProviderStandsAtItsKeyOrAtItsTable() {
        assertThat(problems("mode = \"x\"", settings -> {
                    settings.string("mode");
                    settings.problem("mode", "is wrong; y was meant");
                    settings.problem("zone", "is missing; a zone was meant");
                }))
                .containsExactly(
                        "xjp.toml:10:1: providers.x.zone: is missing; a zone was meant",
                        "xjp.toml:12:1: providers.x.mode: is wrong; y was meant");
    }

    @Test
    void aSecretReadAgainTouchesNoFile() {
        int[] reads = {0};
        ConfigReader reader = new ConfigReader(ConfigTexts.ENVIRONMENT, path -> {
            reads[0]++;
            return "secret-of-a-file";
        });
        String text = ConfigTexts.MINIMAL + "[providers.x]\ntype = \"test\"\napi_key = \"file:k\"";
        ConfigOutcome outcome = reader.read(text, "xjp.toml", ConfigTexts.types(config -> {}));
        GatewayConfig config = ((ConfigOutcome.Accepted) outcome).config();
        Secret again = config.providers().get("x").settings().secret("api_key");
        assertThat(again).isEqualTo(new Secret("secret-of-a-file"));
        assertThat(reads[0]).isEqualTo(1);
    }

    private static List<String> problems(String lines, java.util.function.Consumer<Settings> read) {
        return ConfigTexts.problems(ConfigTexts.MINIMAL + "[providers.x]\ntype = \"test\"\n" + lines, config -> {
            if (config.name().equals("x")) {
                read.accept(config.settings());
            }
        });
    }
}
