package com.xiaojinpro.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {
    @Test
    void everyKeyOfAWholeFileArrives() {
        GatewayConfig config = ConfigTexts.accepted("""
                [server]
                host = "0.0.0.0"
                port = 9000
                max_body_bytes = 2048
                keepalive_after_ms = 1
                keepalive_interval_ms = 2
                client_stall_timeout_ms = 3
                shutdown_grace_ms = 0
                [management]
                enabled = false
                host = "::1"
                port = 9001
                [cluster]
                enabled = true
                name = "prod"
                host = "10.0.0.1"
                port = 5702
                members = ["10.0.0.2", "node-3:5701", "[fe80::1]:5701"]
                event_bus_port = 7000
                ping_interval_ms = 500
                peer_timeout_ms = 1500
                [[auth.keys]]
                name = "app"
                key = "${CLIENT_KEY}"
                tenant = "team-a"
                models = ["gpt-*", "claude"]
                [[auth.keys]]
                name = "ops"
                key = "${NOT_SET:-another-long-key}"
                [providers.b]
                type = "test"
                [providers.a]
                type = "test"
                [models."gpt-*"]
                timeouts_ms = { connect = 10, total = 40 }
                primary = { provider = "a", model = "*", region = "eu", project = "p", timeouts_ms = { connect = 11, idle = 30 } }
                fallbacks = [
                  { provider = "b", model = "vendor/*" },
                ]
                """);

        assertThat(config.server())
                .isEqualTo(new GatewayConfig.Server(
                        "0.0.0.0",
                        9000,
                        2048,
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMillis(3),
                        Duration.ZERO));
        assertThat(config.management()).isEqualTo(new GatewayConfig.Management(false, "::1", 9001, null));
        assertThat(config.cluster())
                .isEqualTo(new GatewayConfig.Cluster(
                        true,
                        "prod",
                        "10.0.0.1",
                        5702,
                        List.of("10.0.0.2", "node-3:5701", "[fe80::1]:5701"),
                        7000,
                        Duration.ofMillis(500),
                        Duration.ofMillis(1500)));
        assertThat(config.auth().keys())
                .containsExactly(
                        new GatewayConfig.Key(
                                "app", new Secret("client-key-0123456789"), "team-a", List.of("gpt-*", "claude")),
                        new GatewayConfig.Key("ops", new Secret("another-long-key"), null, List.of()));
        assertThat(config.providers().keySet()).containsExactly("b", "a");
        Timeouts primary = new Timeouts(
                Duration.ofMillis(11), Duration.ofSeconds(120), Duration.ofMillis(30), Duration.ofMillis(40));
        Timeouts fallback = new Timeouts(
                Duration.ofMillis(10), Duration.ofSeconds(120), Duration.ofSeconds(120), Duration.ofMillis(40));
        assertThat(config.routes())
                .containsExactly(new ModelRoute(
                        "gpt-*",
                        List.of(
                                new Target("a", "*", "eu", "p", primary),
                                new Target("b", "vendor/*", null, null, fallback))));
    }

    @Test
    void whatIsAbsentHasItsDefault() {
        GatewayConfig config = ConfigTexts.accepted(ConfigTexts.MINIMAL);

        assertThat(config.server())
                .isEqualTo(new GatewayConfig.Server(
                        "127.0.0.1",
                        8080,
                        32 << 20,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30)));
        assertThat(config.management()).isEqualTo(new GatewayConfig.Management(true, "127.0.0.1", 8081, null));
        assertThat(config.cluster())
                .isEqualTo(new GatewayConfig.Cluster(
                        false, "xjp", "127.0.0.1", 0, List.of(), 0, Duration.ofSeconds(1), Duration.ofSeconds(3)));
        assertThat(config.routes().get(0).targets().get(0).timeouts()).isEqualTo(Timeouts.DEFAULT);
    }

    @Test
    void aProviderIsReadWhileItsSettingsStillCount() {
        List<String> seen = new java.util.ArrayList<>();
        ConfigTexts.read(ConfigTexts.MINIMAL, provider -> seen.add(provider.name() + ":" + provider.type()));
        assertThat(seen).containsExactly("main:test");
    }

    @Test
    void everyProblemOfAFileIsReportedInOneRun() {
        assertThat(ConfigTexts.problems("""
                [server]
                port = 70000
                hst = "0.0.0.0"

                [[auth.keys]]
                name = "app"
                key = "${MISSING_KEY}"

                [providers.openrouter]
                type = "test"
                base_url = "openrouter.ai/api"

                [models.m]
                primary = { provider = "openruter", model = 7 }
                """))
                .containsExactly(
                        "xjp.toml:2:1: server.port: 70000 is out of range; a whole number from 0 to 65535 was meant",
                        "xjp.toml:3:1: server.hst: unknown key; did you mean 'host'?",
                        "xjp.toml:7:1: auth.keys[0].key: environment variable MISSING_KEY is not set;"
                                + " set it before the start",
                        "xjp.toml:11:1: providers.openrouter.base_url: is not an http or https URL;"
                                + " an http or https URL such as https://api.example.com/v1 was meant",
                        "xjp.toml:14:13: models.m.primary.provider: no provider is called 'openruter';"
                                + " did you mean 'openrouter'?",
                        "xjp.toml:14:37: models.m.primary.model: is a whole number; a string was meant");
    }

    @Test
    void aPatternsStarBecomesWhatItMatched() {
        Target rest = new Target("p", "vendor/*:fast", null, null, Timeouts.DEFAULT);
        ModelRoute route = new ModelRoute("gpt/*", List.of(rest));
        assertThat(route.matches("gpt/5")).isTrue();
        assertThat(route.matches("gpt")).isFalse();
        assertThat(route.targets("gpt/5")).containsExactly(rest.withModel("vendor/5:fast"));

        ModelRoute all = new ModelRoute("*", List.of(rest.withModel("*")));
        assertThat(all.targets("a/b")).containsExactly(rest.withModel("a/b"));

        ModelRoute exact = new ModelRoute("m", List.of(rest.withModel("real")));
        assertThat(exact.matches("m")).isTrue();
        assertThat(exact.matches("m2")).isFalse();
        assertThat(exact.targets("m")).containsExactly(rest.withModel("real"));
    }
}
