package com.xiaojinpro.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LimitSectionTest {
    private static final String KEY = "key = \"${CLIENT_KEY}\"";

    @Test
    void aKeyAndATenantCarryLimits() {
        GatewayConfig config =
                ConfigTexts.accepted(key("limits = { requests_per_minute = 60, concurrent_requests = 2 }") + """
                [tenants.team]
                limits = { budget_micros_per_month = 5_000_000 }
                [limits]
                output_estimate = 500
                """);
        assertThat(config.auth().keys().get(0).limits())
                .isEqualTo(new LimitTable(Map.of("requests_per_minute", 60L, "concurrent_requests", 2L), Set.of()));
        assertThat(config.quotas().tenants())
                .isEqualTo(Map.of("team", new LimitTable(Map.of("budget_micros_per_month", 5_000_000L), Set.of())));
        assertThat(config.quotas().outputEstimate()).isEqualTo(500);
    }

    @Test
    void nothingIsLimitedByDefault() {
        GatewayConfig config = ConfigTexts.accepted(ConfigTexts.MINIMAL);
        assertThat(config.auth().keys().get(0).limits()).isEqualTo(LimitTable.NONE);
        assertThat(config.quotas()).isEqualTo(new GatewayConfig.Quotas(1024, Map.of()));
    }

    @Test
    void eachLimitMayFailInItsOwnWay() {
        GatewayConfig config = ConfigTexts.accepted(
                key(
                        "limits = { fail = \"closed\", tokens_per_minute = 9, requests_per_day = { limit = 5, fail = \"open\" } }"));
        assertThat(config.auth().keys().get(0).limits())
                .isEqualTo(new LimitTable(
                        Map.of("tokens_per_minute", 9L, "requests_per_day", 5L), Set.of("tokens_per_minute")));
        config = ConfigTexts.accepted(key("limits = { requests_per_day = { limit = 5, fail = \"closed\" } }"));
        assertThat(config.auth().keys().get(0).limits().failClosed()).containsExactly("requests_per_day");
    }

    @Test
    void whatIsNoLimitIsReported() {
        assertThat(ConfigTexts.problems(key("limits = { request_per_minute = 60 }")))
                .singleElement()
                .asString()
                .contains("auth.keys[0].limits.request_per_minute: unknown key", "requests_per_minute");
        assertThat(ConfigTexts.problems(key("limits = { requests_per_minute = -1 }")))
                .singleElement()
                .asString()
                .contains("-1 is out of range");
        assertThat(ConfigTexts.problems(key("limits = { requests_per_minute = { fail = \"closed\" } }")))
                .singleElement()
                .asString()
                .contains("requests_per_minute.limit: is missing");
        assertThat(ConfigTexts.problems(key("limits = { fail = \"half\" }")))
                .singleElement()
                .asString()
                .contains("'half' is not known");
        assertThat(ConfigTexts.problems(ConfigTexts.MINIMAL + "[tenants.\"a b\"]\n"))
                .singleElement()
                .asString()
                .contains("'a b' cannot be a name");
    }

    private static String key(String line) {
        return ConfigTexts.MINIMAL.replace(KEY, KEY + "\n" + line);
    }
}
