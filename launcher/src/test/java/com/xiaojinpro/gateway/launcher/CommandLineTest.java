package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.accounts.Welcome;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.launcher.node.Roles;
import com.xiaojinpro.gateway.testing.FreePort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands as a shell sees them: exit code, output, errors. The signal to stop comes as soon as a node runs. */
@ExtendWith(VertxExtension.class)
class CommandLineTest {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FakeNode node;

    @BeforeEach
    void node(Vertx vertx) {
        node = new FakeNode(vertx);
    }

    @Test
    void withoutACommandItShowsWhatThereIs() {
        assertThat(execute()).isEqualTo(2);
        assertThat(out.toString())
                .contains("run ", "check-config ", "keys ", "tenants ", "admin ", "migrate ", "version ")
                .doesNotContain("warm-up");
    }

    @Test
    void everyCommandHasItsHelp() {
        assertThat(execute("--help")).isZero();
        assertThat(execute("run", "--help")).isZero();
        assertThat(execute("check-config", "-h")).isZero();
        assertThat(execute("version", "--help")).isZero();
        assertThat(out.toString()).contains("--roles=ROLES", "--data-dir=DIR", "Usage: xjp check-config");
    }

    @Test
    void aWrongCommandLineIsOneLineAndTheUsage() {
        assertThat(execute("run", "--roles", "egress")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("Invalid value for option '--roles': there is no role 'egress';"
                        + " all, ingress, router, connector or connector:PROVIDER was meant");
        assertThat(execute("check-config")).isEqualTo(2);
    }

    @Test
    void aMisspelledCommandIsGuessed() {
        assertThat(execute("chek-config", "xjp.toml")).isEqualTo(2);
        assertThat(err.toString()).contains("chek-config").contains("check-config");
    }

    @Test
    void theVersionNamesTheJavaThatRunsIt() {
        assertThat(execute("version")).isZero();
        assertThat(out.toString()).isEqualTo("xjp development (Java " + Runtime.version() + ")\n");
    }

    @Test
    void aValidFileIsSummedUpWithoutItsSecrets() throws IOException {
        environment.put("KEY", "a-secret-of-the-test");
        Path file = write("""
                [management]
                enabled = false
                [cluster]
                enabled = true
                members = ["a"]
                [[auth.keys]]
                name = "app"
                key = "${KEY}"
                tenant = "team"
                models = ["gpt-*", "echo"]
                [[auth.keys]]
                name = "ops"
                key = "another-secret"
                [providers.one]
                type = "echo"
                [providers.two]
                type = "echo"
                [models.echo]
                primary = { provider = "one", model = "echo" }
                [models."gpt-*"]
                primary = { provider = "two", model = "*", region = "eu", project = "p" }
                fallbacks = [{ provider = "one", model = "x" }]
                """);
        assertThat(execute("check-config", file.toString())).isZero();
        assertThat(out.toString()).isEqualTo(file + """
                 is valid.
                  server      127.0.0.1:8080
                  management  off
                  cluster     xjp, members [a]
                  key         app: gpt-* echo, tenant team
                  key         ops: all models
                  provider    one (echo)
                  provider    two (echo)
                  model       echo   ->  one echo
                  model       gpt-*  ->  two * in eu of p, then one x
                """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aFileWithProblemsIsAnsweredWithAllOfThem() throws IOException {
        Path file = write(Texts.ECHO + "[server]\nport = \"x\"\nprot = 1\n");
        assertThat(execute("check-config", file.toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("""
                %1$s:9:1: server.port: is a string; a whole number from 0 to 65535 was meant
                %1$s:10:1: server.prot: unknown key; known here, and not set: client_stall_timeout_ms, host,\
                 keepalive_after_ms, keepalive_interval_ms, max_body_bytes, shutdown_grace_ms
                xjp: 2 problems
                """.formatted(file));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void theFirstStartSaysItsKeyOnceAndHowToTryIt() {
        Path tokenFile = directory.resolve("data/setup-token");
        node.welcome = Future.succeededFuture(
                new Welcome(new Secret("XJP_of-the-test"), new Secret("XJPSETUP_of-the-test"), tokenFile));
        assertThat(run()).isZero();
        assertThat(node.configs).singleElement().satisfies(loaded -> {
            assertThat(loaded.config().auth().keys()).isEmpty();
            assertThat(loaded.dataDirectory()).isEqualTo(directory.resolve("data"));
            assertThat(loaded.providers()).containsOnlyKeys("echo");
        });
        assertThat(node.roles).isEqualTo(Roles.ALL);
        assertThat(node.reloads.get().refusal()).isNull();
        assertThat(out.toString())
                .startsWith("XiaojinPro Gateway development takes calls on http://127.0.0.1:18080\n")
                .contains("Management               http://127.0.0.1:18081\n")
                .contains("OpenAI SDK base URL      http://127.0.0.1:18080/v1\n")
                .contains("Anthropic SDK base URL   http://127.0.0.1:18080\n")
                .contains("Client key (shown this once; 'xjp keys create' makes more): XJP_of-the-test\n")
                .contains("Admin setup token (kept in " + tokenFile + " until it is used): XJPSETUP_of-the-test\n")
                .endsWith("Stopping; running streams have 30 seconds to end.\n");
        assertThat(node.stops).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aLaterStartSaysWhereKeysAre() {
        node.welcome = Future.succeededFuture(new Welcome(null, null, directory));
        assertThat(run()).isZero();
        assertThat(out.toString())
                .contains("Client keys              in the database; see 'xjp keys --help'\n")
                .doesNotContain("setup token", "curl");
    }

    @Test
    void theKeyOfTheEnvironmentIsTakenAndNotKept() {
        environment.put("XJP_CLIENT_KEY", "key-of-the-environment");
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("Client key (from XJP_CLIENT_KEY): key-of-the-environment");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void aFileIsServedWithoutShowingItsKeys() throws IOException {
        Path file = write(Texts.ECHO);
        assertThat(execute("run", "--config", file.toString(), "--port", "7000"))
                .isZero();
        assertThat(node.configs.get(0).config().server().port()).isEqualTo(7000);
        assertThat(out.toString()).doesNotContain("app-key").contains("OpenAI SDK base URL");
    }

    @Test
    void aWrongFileIsNotServed() throws IOException {
        Path file = write("[server]\nport = 1\n");
        assertThat(execute("run", "--config", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("auth.keys: no client could connect")
                .endsWith("xjp: not started: the configuration has problems\n");
        assertThat(node.configs).isEmpty();
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            node.started = Future.failedFuture(new IllegalStateException(new BindException("Address in use")));
            assertThat(run("--port", Integer.toString(taken.getLocalPort()))).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("xjp: not started: the server port " + taken.getLocalPort()
                            + " on 127.0.0.1 cannot be opened: ")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"cluster, port", "event-bus, event_bus_port"})
    void aPortOfTheClusterInUseIsNamed(String name, String setting) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Path file = write("""
                    [server]
                    port = %d
                    [management]
                    enabled = false
                    [cluster]
                    enabled = true
                    %s = %d
                    [[auth.keys]]
                    name = "app"
                    key = "app-key-0123456789"
                    [providers.echo]
                    type = "echo"
                    [models.echo]
                    primary = { provider = "echo", model = "echo" }
                    """.formatted(FreePort.next(), setting, taken.getLocalPort()));
            node.started = Future.failedFuture(new IllegalStateException(new BindException("Address in use")));
            assertThat(execute("run", "--config", file.toString())).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("xjp: not started: the " + name + " port " + taken.getLocalPort()
                            + " on 127.0.0.1 cannot be opened: ")
                    .hasLineCount(1);
        }
    }

    @Test
    void anyOtherFailureToStartIsOneLineToo() {
        node.started = Future.failedFuture(new IllegalStateException("no member answered\nat line two"));
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("xjp: not started: no member answered\n");
        node.started = Future.failedFuture(new NullPointerException());
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).endsWith("xjp: not started: java.lang.NullPointerException\n");
    }

    @Test
    void aStopThatFailsIsAFailure() {
        node.onStop = () -> Future.failedFuture("stuck");
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).startsWith("xjp: not stopped in order: ").contains("stuck");
    }

    @Test
    void aPartOfAGatewayNeedsTheOthers() {
        assertThat(run("--roles", "ingress,router")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("xjp: not started: roles ingress,router need other nodes, but cluster.enabled is false\n");
    }

    @Test
    void aNodeWithoutIngressSaysWhatItRuns() throws IOException {
        node.ingressPort = 0;
        node.managementPort = 0;
        Path file = write(Texts.ECHO + "[cluster]\nenabled = true\n");
        assertThat(execute("run", "-c", file.toString(), "--roles", "connector:echo"))
                .isZero();
        assertThat(out.toString())
                .startsWith("XiaojinPro Gateway development runs connector:echo")
                .doesNotContain("SDK");
    }

    @Test
    void aPortThatIsNoneOrTakenByManagementIsRefused() {
        assertThat(run("--port", "65536")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("xjp: --port 65536 is not a port; a number from 0 to 65535 was meant\n");
        assertThat(run("--port", "8081")).isEqualTo(1);
        assertThat(err.toString()).endsWith("--port 8081 is management.port; two different ports were meant\n");
    }

    private int run(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "run";
        arguments[1] = "--data-dir";
        arguments[2] = directory.resolve("data").toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return execute(arguments);
    }

    private int execute(String... arguments) {
        Surroundings surroundings = new Surroundings(
                environment, new PrintWriter(out, true), new PrintWriter(err, true), node, Runnable::run);
        return Main.execute(surroundings, arguments);
    }

    private Path write(String text) throws IOException {
        Path file = directory.resolve("xjp.toml");
        Files.writeString(file, text);
        return file;
    }
}
