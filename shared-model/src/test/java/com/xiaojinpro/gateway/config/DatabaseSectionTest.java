package com.xiaojinpro.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.GatewayConfig.Database;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseSectionTest {
    private static final String WITHOUT_KEYS = ConfigTexts.MINIMAL.substring(ConfigTexts.MINIMAL.indexOf("[providers"));

    @Test
    void withoutTheSectionThereIsNoDatabase() {
        assertThat(ConfigTexts.accepted(ConfigTexts.MINIMAL).database()).isNull();
        assertThat(ConfigTexts.accepted("[database]\nembedded = false\n" + ConfigTexts.MINIMAL)
                        .database())
                .isNull();
    }

    @Test
    void aServerIsReadWithItsPasswordApart() {
        GatewayConfig config = ConfigTexts.accepted("""
                [auth]
                pepper = "0123456789012345678901234567890123456789"
                [database]
                url = "postgresql://gateway@db.example/accounts"
                password = "${UPSTREAM_KEY}"
                tls = "verify"
                ca = "file:secrets/key"
                pool_size = 3
                apply_migrations = false
                outage_grace_ms = 5000
                """ + WITHOUT_KEYS);
        assertThat(config.database())
                .isEqualTo(new Database(
                        new Database.Place.Server(
                                "db.example",
                                5432,
                                "accounts",
                                "gateway",
                                new Secret("upstream-secret"),
                                Database.Tls.VERIFY,
                                new Secret("from-a-file")),
                        3,
                        false,
                        Duration.ofSeconds(5)));
        assertThat(config.auth().pepper()).isNotNull();
        assertThat(config.toString()).doesNotContain("upstream-secret");
    }

    @Test
    void anEmbeddedOneNeedsNothingElse() {
        Database database = ConfigTexts.accepted("[database]\nembedded = true\n" + WITHOUT_KEYS)
                .database();
        assertThat(database).isEqualTo(new Database(new Database.Place.Embedded(), 8, true, Duration.ofMinutes(30)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://u@h/d | is not a postgresql URL",
                "postgresql://u:hidden-word@h/d | holds a password; it has a key of its own, password",
                "postgresql://h/d | names no user",
                "postgresql://u@/d | names no host",
                "postgresql://u@h | names no database",
                "postgresql://u@h/d/e | names no database",
                "postgresql://u@h/d?sslmode=off | has a query or a fragment",
                "postgresql://u@h :1/d | is not a URL"
            })
    void aUrlThatIsNoneIsNotQuoted(String url, String problem) {
        List<String> problems = ConfigTexts.problems("[database]\nurl = \"" + url + "\"\n" + WITHOUT_KEYS);
        assertThat(problems).singleElement().asString().startsWith("xjp.toml:2:1: database.url: " + problem);
        assertThat(problems.get(0)).doesNotContain("hidden-word");
    }

    @Test
    void whatContradictsItselfIsRefused() {
        assertThat(ConfigTexts.problems("""
                [database]
                embedded = true
                url = "postgresql://u@h/d"
                """ + WITHOUT_KEYS))
                .singleElement()
                .asString()
                .contains("one of the two was meant");
        assertThat(ConfigTexts.problems("[database]\npool_size = 2\n" + ConfigTexts.MINIMAL))
                .singleElement()
                .asString()
                .contains("database.url: is missing; it, or embedded = true, was meant");
        assertThat(ConfigTexts.problems("[auth]\npepper = \"short\"\n" + WITHOUT_KEYS))
                .anyMatch(problem -> problem.contains("auth.pepper: is shorter than 32 characters"));
        assertThat(ConfigTexts.problems("[management]\nmetrics_token = \"short\"\n" + ConfigTexts.MINIMAL))
                .singleElement()
                .asString()
                .contains("management.metrics_token: is shorter than 16 characters");
    }

    @Test
    void theNodesOfAClusterShareADatabaseAndAPepper() {
        assertThat(ConfigTexts.problems("[cluster]\nenabled = true\n[database]\nembedded = true\n" + WITHOUT_KEYS))
                .singleElement()
                .asString()
                .contains("database.embedded: every node of the cluster would have keys of its own");
        assertThat(ConfigTexts.problems(
                        "[cluster]\nenabled = true\n[database]\nurl = \"postgresql://u@h/d\"\n" + WITHOUT_KEYS))
                .singleElement()
                .asString()
                .contains("auth.pepper: is missing; the nodes of a cluster");
    }

    @Test
    void aReloadCannotMoveItAndDoesNotShowWhatIsSecret() {
        GatewayConfig running = ConfigTexts.accepted(ConfigTexts.MINIMAL);
        GatewayConfig next = ConfigTexts.accepted("""
                [management]
                metrics_token = "a-token-of-a-scraper"
                [database]
                url = "postgresql://u@h/d"
                """ + ConfigTexts.MINIMAL);
        assertThat(ReloadCheck.refusal(running, next))
                .isEqualTo("these changes need a restart: management.metrics_token, the section [database].");
    }
}
