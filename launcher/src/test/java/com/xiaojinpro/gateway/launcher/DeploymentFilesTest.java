package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.launcher.node.Roles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The image and the composition name files, classes and addresses of this project: they exist and fit together. */
class DeploymentFilesTest {
    private static final Path ROOT = Path.of("..");
    private static final String MOUNTED = "/etc/xjp/";
    private static final Pattern COPY = Pattern.compile("(?m)^COPY (?!--from)(\\S+) (\\S+)$");
    private static final Pattern SERVICE = Pattern.compile("(?m)^  ([a-z0-9-]+):\n((?:    .*\n|\n)+)");
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^    command: \\[run, --config, ([^,]+), --roles, \"?([a-z,:]+)\"?]$");
    private static final Pattern NODE_HOST = Pattern.compile("XJP_NODE_HOST: (\\S+)");
    private static final Pattern ADDRESS = Pattern.compile("ipv4_address: (\\S+)");

    @Test
    void whatTheImageIsMadeOfExists() throws IOException {
        String dockerfile = Files.readString(ROOT.resolve("Dockerfile"));
        Matcher copies = COPY.matcher(dockerfile);
        List<String> copied = new ArrayList<>();
        while (copies.find()) {
            assertThat(ROOT.resolve(copies.group(1))).exists();
            copied.add(copies.group(2));
        }
        assertThat(copied).contains(".", MOUNTED + "xjp.toml");
        assertThat(dockerfile)
                .contains("\"" + Main.class.getName() + "\"")
                .contains("CMD [\"run\", \"--config\", \"" + MOUNTED + "xjp.toml\"]");
        for (String ignored : Files.readAllLines(ROOT.resolve(".dockerignore"))) {
            assertThat(List.of("conf", "pom.xml", "launcher", ".mvn")).doesNotContain(ignored);
        }
    }

    @Test
    void whatTheImageRunsByItselfIsReachableFromOutsideOfIt() {
        GatewayConfig config = load("container.toml", Map.of("XJP_CLIENT_KEY", "key-of-the-test"));
        assertThat(config.server().host()).isEqualTo("0.0.0.0");
        assertThat(config.server().port()).isEqualTo(8080);
        assertThat(config.management().port()).isEqualTo(8081);
    }

    @Test
    void everyFileThatTheCompositionMountsExists() throws IOException {
        Matcher mounts = Pattern.compile("(?m)^ +- (\\./[^:]+):").matcher(compose());
        int count = 0;
        while (mounts.find()) {
            assertThat(ROOT.resolve(mounts.group(1))).exists();
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(5);
    }

    @Test
    void everyVariableThatTheCompositionNeedsIsInTheExample() throws IOException {
        List<String> example = Files.readAllLines(ROOT.resolve(".env.example"));
        Matcher needed = Pattern.compile("\\$\\{([A-Z_]+):").matcher(compose());
        while (needed.find()) {
            String name = needed.group(1);
            assertThat(example).anyMatch(line -> line.startsWith(name + "="));
        }
    }

    /** The nodes together are a whole gateway, and each is where the others look for it. */
    @Test
    void theNodesOfTheCompositionAreACluster() throws IOException {
        Map<String, String> nodes = nodes();
        assertThat(nodes).hasSize(3);
        boolean ingress = false;
        boolean router = false;
        boolean connectors = false;
        List<String> members = new ArrayList<>();
        for (String service : nodes.values()) {
            String host = found(NODE_HOST, service, 1);
            assertThat(found(ADDRESS, service, 1)).isEqualTo(host);
            Map<String, String> environment = new HashMap<>();
            environment.put("XJP_NODE_HOST", host);
            environment.put("XJP_CLIENT_KEY", "key-of-the-test");
            environment.put("XJP_METRICS_TOKEN", "a-token-of-the-test");
            environment.put("OPENROUTER_API_KEY", "");
            environment.put("REDIS_PASSWORD", "redis-of-the-test");
            String file = found(COMMAND, service, 1);
            assertThat(file).startsWith(MOUNTED);
            GatewayConfig config = load(file.substring(MOUNTED.length()), environment);
            Roles roles = Roles.parse(found(COMMAND, service, 2));
            assertThat(new NodeOptions(roles, null).refusal(config)).isNull();
            ingress |= roles.ingress();
            router |= roles.router();
            connectors |= roles.connects("openrouter") && roles.connects("echo");
            members.add(host + ":" + config.cluster().port());
            assertThat(config.cluster().members())
                    .contains(host + ":" + config.cluster().port());
            assertThat(config.server().shutdownGrace().toSeconds()).isLessThan(40);
        }
        assertThat(ingress && router && connectors).isTrue();
        assertThat(members).doesNotHaveDuplicates();
        assertThat(compose()).contains("stop_grace_period: 40s");
    }

    /** Answers of idempotent calls are kept where every node looks for them, under the password that is asked there. */
    @Test
    void theNodesKeepAnswersInTheRedisOfTheComposition() throws IOException {
        Matcher services = SERVICE.matcher(compose());
        Map<String, String> all = new HashMap<>();
        while (services.find()) {
            all.put(services.group(1), services.group(2));
        }
        GatewayConfig config = load(
                "cluster.toml",
                Map.of(
                        "XJP_NODE_HOST", "127.0.0.1",
                        "XJP_CLIENT_KEY", "key-of-the-test",
                        "XJP_METRICS_TOKEN", "a-token-of-the-test",
                        "REDIS_PASSWORD", "redis-of-the-test"));
        URI redis = URI.create(config.intake().redis().reveal());
        assertThat(redis.getUserInfo()).isEqualTo(":redis-of-the-test");
        assertThat(redis.getPort()).isEqualTo(6379);
        assertThat(all).containsKey(redis.getHost());
        assertThat(all.get(redis.getHost()))
                .doesNotContain("profiles:")
                .contains("[redis-server, --requirepass, \"${REDIS_PASSWORD:?");
        assertThat(compose()).contains("    environment: &secrets\n");
        assertThat(all.get("ingress-1")).contains("      REDIS_PASSWORD: ${REDIS_PASSWORD:?");
        for (String node : nodes().values()) {
            assertThat(node).containsAnyOf("environment: &secrets", "<<: *secrets");
        }
    }

    @Test
    void prometheusAsksEveryNodeOnItsManagementPort() throws IOException {
        Matcher targets =
                Pattern.compile("([a-z0-9-]+):8081").matcher(Files.readString(ROOT.resolve("conf/prometheus.yml")));
        List<String> asked = new ArrayList<>();
        while (targets.find()) {
            asked.add(targets.group(1));
        }
        assertThat(asked).containsExactlyInAnyOrderElementsOf(nodes().keySet());
        assertThat(Files.readString(ROOT.resolve("conf/prometheus.yml")))
                .contains("credentials_file: /run/secrets/metrics_token");
        assertThat(compose()).contains("  metrics_token:\n    environment: XJP_METRICS_TOKEN\n");
    }

    /** The services of the composition that run the gateway, by name. */
    private static Map<String, String> nodes() throws IOException {
        Map<String, String> nodes = new LinkedHashMap<>();
        Matcher services = SERVICE.matcher(compose());
        while (services.find()) {
            if (services.group(2).contains("<<: *node")) {
                nodes.put(services.group(1), services.group(2));
            }
        }
        return nodes;
    }

    private static String compose() throws IOException {
        return Files.readString(ROOT.resolve("docker-compose.yml"));
    }

    private static GatewayConfig load(String name, Map<String, String> environment) {
        return switch (new ConfigFile(ROOT.resolve("conf").resolve(name), environment).load()) {
            case ConfigSource.Loading.Ready ready -> ready.loaded().config();
            case ConfigSource.Loading.Broken broken -> throw new AssertionError(broken.problems());
        };
    }

    private static String found(Pattern pattern, String text, int group) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new AssertionError("there is no " + pattern + " in " + text);
        }
        return found.group(group);
    }
}
