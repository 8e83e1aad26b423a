package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work on the database, without a gateway: each starts the private server and stops it again. */
class AccountCommandsTest {
    @TempDir
    private static Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void nothingRuns() {
        assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void aKeyIsMadeListedRotatedAndRevoked() {
        String made = xjp(
                "keys",
                "create",
                "--name",
                "cli",
                "--models",
                "gpt-*,echo",
                "--rpm",
                "60",
                "--budget-day",
                "2.50",
                "--metadata",
                "owner=team",
                "--expires",
                "90d");
        assertThat(made).matches("(?s)Key \\(shown this once\\): XJP_[0-9a-z]{16}_[0-9A-Za-z]{40}\n.*");
        assertThat(made).contains("gpt-* echo", "\"requests_per_minute\":60", "\"budget_micros_per_day\":2500000");
        String id = made.substring(made.indexOf("XJP_") + 4, made.indexOf("XJP_") + 20);
        String secret = made.substring(made.indexOf("XJP_"), made.indexOf('\n'));
        assertThat(xjp("keys", "list")).contains("ID", id, "cli", "active").doesNotContain(secret);
        JsonObject shown = new JsonObject(xjp("keys", "show", id, "--json"));
        assertThat(shown.getJsonObject("metadata").getString("owner")).isEqualTo("team");
        JsonObject changed = new JsonObject(
                xjp("keys", "update", id, "--expires", "never", "--no-limits", "--models", "", "--json"));
        assertThat(changed.getString("expires_at")).isNull();
        assertThat(changed.getJsonObject("limits").isEmpty()).isTrue();
        assertThat(changed.getJsonArray("models").isEmpty()).isTrue();
        JsonObject rotated = new JsonObject(xjp("keys", "rotate", id, "--grace", "1h", "--json"));
        assertThat(rotated.getString("key")).startsWith("XJP_" + id).isNotEqualTo(secret);
        assertThat(rotated.getString("previous_secret_until")).isNotNull();
        assertThat(xjp("keys", "revoke", id)).isEqualTo("Key " + id + " is revoked.\n");
        assertThat(xjp("keys", "list")).doesNotContain(id);
        assertThat(xjp("keys", "list", "--revoked")).contains(id, "revoked");
    }

    @Test
    void aTenantIsMadeAndDisabled() {
        assertThat(xjp("tenants", "create", "team", "--concurrency", "3")).contains("\"concurrent_requests\":3");
        assertThat(xjp("tenants", "update", "team", "--concurrency", "4", "--tpm", "9", "--fail-closed", "concurrency"))
                .contains("\"concurrent_requests\":{\"limit\":4,\"fail\":\"closed\"}", "\"tokens_per_minute\":9");
        assertThat(xjp("tenants", "update", "team", "--rpm", "4", "--budget-day", "1", "--fail-closed", "all"))
                .contains(
                        "\"requests_per_minute\":{\"limit\":4,\"fail\":\"closed\"}",
                        "\"budget_micros_per_day\":{\"limit\":1000000,\"fail\":\"closed\"}");
        assertThat(xjp("tenants", "disable", "team")).containsPattern("enabled +false");
        assertThat(xjp("tenants", "list"))
                .containsPattern("team +disabled +all")
                .containsPattern("default +enabled");
        assertThat(xjp("tenants", "enable", "team")).containsPattern("enabled +true");
        assertThat(new JsonObject(xjp("tenants", "update", "team", "--tpm", "9", "--json"))
                        .getJsonObject("limits")
                        .getInteger("tokens_per_minute"))
                .isEqualTo(9);
        assertThat(xjp("tenants", "show", "team")).contains("tokens_per_minute");
    }

    @Test
    void aMistakeIsOneLine() {
        assertThat(failed(1, "keys", "show", "none")).isEqualTo("xjp: There is no key 'none'.\n");
        assertThat(failed(1, "keys", "create", "--name", "a b"))
                .startsWith("xjp: 'name' must be")
                .hasLineCount(1);
        assertThat(failed(2, "keys", "rotate", "x", "--grace", "soon")).contains("30s, 15m, 24h or 7d was meant");
        assertThat(failed(2, "keys", "create", "--name", "x", "--expires", "soon"))
                .contains("90d or never was meant");
        assertThat(failed(2, "keys", "create", "--name", "x", "--budget-day", "0.0000001"))
                .contains("six places");
        assertThat(failed(2, "keys")).contains("create", "rotate");
    }

    @Test
    void theSchemaIsBroughtUpToDateOnce() {
        xjp("migrate");
        assertThat(xjp("migrate")).isEqualTo("The schema is up to date.\n");
        assertThat(new JsonObject(xjp("migrate", "--dry-run", "--json"))
                        .getJsonArray("missing")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aNewSetupTokenReplacesTheOne() throws IOException {
        JsonObject made = new JsonObject(xjp("admin", "setup-token", "--json"));
        assertThat(made.getString("setup_token")).startsWith("XJPSETUP_");
        assertThat(Files.readString(data.resolve("setup-token")).strip()).isEqualTo(made.getString("setup_token"));
    }

    @Test
    void aConfigurationWithoutADatabaseIsToldSo(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("xjp.toml");
        Files.writeString(file, Texts.ECHO);
        assertThat(failed(1, "keys", "list", "--config", file.toString()))
                .isEqualTo("xjp: the configuration has no [database]; embedded = true, or a url, makes one\n");
        Files.writeString(file, "[server]\nport = \"x\"\n");
        assertThat(failed(1, "keys", "list", "--config", file.toString()))
                .endsWith("xjp: the configuration has problems\n");
    }

    @Test
    void aServerThatIsAwayIsToldWithoutItsPassword(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("xjp.toml");
        Files.writeString(file, Texts.ECHO + """
                [database]
                url = "postgresql://xjp@127.0.0.1:1/xjp"
                password = "hidden-password"
                """);
        assertThat(failed(1, "keys", "list", "--config", file.toString()))
                .startsWith("xjp: the database cannot be used: ")
                .hasLineCount(1)
                .doesNotContain("hidden-password");
    }

    private String xjp(String... arguments) {
        assertThat(execute(arguments)).as(err.toString()).isZero();
        assertThat(err.toString()).isEmpty();
        return out.toString();
    }

    private String failed(int code, String... arguments) {
        assertThat(execute(arguments)).isEqualTo(code);
        return err.toString().isEmpty() ? out.toString() : err.toString();
    }

    private int execute(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Surroundings surroundings = new Surroundings(
                Map.of(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                (loaded, roles, reloads) -> {
                    throw new AssertionError("no node was asked for");
                },
                stop -> {});
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.equals(List.of("keys"))) {
            all.addAll(List.of("--data-dir", data.toString()));
        }
        return Main.execute(surroundings, all.toArray(String[]::new));
    }
}
