package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Ceilings;
import com.xiaojinpro.gateway.config.ConfigOutcome;
import com.xiaojinpro.gateway.config.ConfigReader;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.IdempotencySettings;
import com.xiaojinpro.gateway.config.Intake;
import com.xiaojinpro.gateway.config.ModelRoute;
import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.ProviderTypes;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.config.UsageConfig;
import com.xiaojinpro.gateway.connector.ConfiguredProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What conf/xjp.toml and docs/configuration.md say is what the reader knows. */
class ShippedConfigTest {
    private static final Path CONF = Path.of("../conf/xjp.toml");
    private static final Path DOCS = Path.of("../docs/configuration.md");
    private static final Map<String, String> ENVIRONMENT = Map.of("XJP_CLIENT_KEY", "a-key-of-the-test");

    @Test
    void theShippedFileIsAWholeConfiguration() {
        ConfigSource.Loading loading = new ConfigFile(CONF, ENVIRONMENT).load();
        assertThat(((ConfigSource.Loading.Ready) loading).loaded().config().routes())
                .extracting(ModelRoute::name)
                .containsExactly("echo");
    }

    @Test
    void withoutItsVariableItSaysWhichOneToSet() {
        ConfigSource.Loading loading = new ConfigFile(CONF, Map.of()).load();
        assertThat(((ConfigSource.Loading.Broken) loading).problems())
                .matches("\\.\\./conf/xjp\\.toml:[0-9]+:1: auth\\.keys\\[0]\\.key:"
                        + " environment variable XJP_CLIENT_KEY is not set; set it before the start");
    }

    @Test
    void everyKeyThatIsCommentedOutIsKnown() throws IOException {
        assertThat(accepted(load(uncommented())).routes())
                .extracting(ModelRoute::name)
                .containsExactly("echo", "openrouter/*", "gpt-5");
    }

    @Test
    void aDefaultThatIsShownIsTheDefault() throws IOException {
        GatewayConfig shown = accepted(load(uncommented()));
        GatewayConfig absent = accepted(load(Texts.ECHO));
        assertThat(shown.server()).isEqualTo(absent.server());
        assertThat(shown.management())
                .isEqualTo(new GatewayConfig.Management(
                        absent.management().enabled(),
                        absent.management().host(),
                        absent.management().port(),
                        new Secret("value-of-the-test")));
        GatewayConfig.Database embedded =
                accepted(load(Texts.ECHO + "[database]\nembedded = true\n")).database();
        assertThat(shown.database().poolSize()).isEqualTo(embedded.poolSize());
        assertThat(shown.database().applyMigrations()).isEqualTo(embedded.applyMigrations());
        assertThat(shown.database().outageGrace()).isEqualTo(embedded.outageGrace());
        UsageConfig usage = shown.usage();
        assertThat(new UsageConfig(
                        List.of(),
                        usage.spoolMaxBytes(),
                        usage.writeInterval(),
                        usage.retentionDays(),
                        usage.rollupRetentionDays()))
                .isEqualTo(UsageConfig.DEFAULT);
        assertThat(shown.cluster()).isEqualTo(absent.cluster());
        assertThat(shown.intake().ceilings()).isEqualTo(Ceilings.DEFAULT);
        assertThat(shown.intake().idempotency()).isEqualTo(IdempotencySettings.DEFAULT);
        assertThat(absent.intake()).isEqualTo(Intake.DEFAULT);
        assertThat(shown.routes().get(2).targets().get(1).timeouts()).isEqualTo(Timeouts.DEFAULT);
    }

    /** The reader is the judge: a section of one unknown key is answered with all that it knows. */
    @Test
    void everyKeyTheReaderKnowsIsShownAndDocumented() throws IOException {
        String conf = Files.readString(CONF);
        String docs = Files.readString(DOCS);
        for (String section : new String[] {
            "[server]",
            "[management]",
            "[cluster]",
            "[database]",
            "[[auth.keys]]",
            "[limits]",
            "[validation]",
            "[idempotency]",
            "[redis]",
            "[usage]",
            "[prices.\"echo/echo\"]"
        }) {
            String problems = ((ConfigOutcome.Refused) load(Texts.ECHO + section + "\nzzzzzzzz = 1\n"))
                    .problems()
                    .text();
            Matcher known = Pattern.compile("known here, and not set: (.*)").matcher(problems);
            assertThat(known.find()).isTrue();
            for (String key : known.group(1).split(", ")) {
                assertThat(conf).containsPattern("(?m)^#?" + key + " = ");
                assertThat(docs).contains("| `" + key + "` |");
            }
        }
    }

    private static String uncommented() throws IOException {
        return Files.readString(CONF).replaceAll("(?m)^#(?=[^ \n])", "").replaceAll("(?m)^#(?=  \\{)", "");
    }

    private static ConfigOutcome load(String text) {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        Matcher variables = Pattern.compile("\\$\\{([A-Z_]+)}").matcher(text);
        while (variables.find()) {
            environment.putIfAbsent(variables.group(1), "value-of-the-test");
        }
        return new ConfigReader(environment, path -> "a-secret-of-the-test-in-a-file-of-its-own")
                .read(text, "xjp.toml", new EveryType());
    }

    private static GatewayConfig accepted(ConfigOutcome outcome) {
        return switch (outcome) {
            case ConfigOutcome.Accepted accepted -> accepted.config();
            case ConfigOutcome.Refused refused ->
                throw new AssertionError(refused.problems().text());
        };
    }

    /** The installed types; one that is not installed is taken to have the keys that providers have in common. */
    private static final class EveryType implements ProviderTypes {
        private final ConfiguredProviders installed = new ConfiguredProviders();

        @Override
        public Collection<String> names() {
            Set<String> names = new TreeSet<>(installed.names());
            names.addAll(List.of("openrouter", "openai-compatible"));
            return names;
        }

        @Override
        public void read(ProviderConfig provider) {
            if (installed.names().contains(provider.type())) {
                installed.read(provider);
            } else {
                provider.settings().url("base_url", "");
                provider.settings().secret("api_key");
                provider.settings().string("preset");
            }
        }
    }
}
