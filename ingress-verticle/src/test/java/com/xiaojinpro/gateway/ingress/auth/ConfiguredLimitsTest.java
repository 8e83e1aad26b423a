package com.xiaojinpro.gateway.ingress.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.LimitTable;
import com.xiaojinpro.gateway.config.Secret;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfiguredLimitsTest {
    @Test
    void theConfigurationKnowsEveryLimit() {
        assertThat(Arrays.stream(LimitKind.values()).map(LimitKind::word)).containsExactlyElementsOf(LimitTable.NAMES);
    }

    @Test
    void eachAmountReachesItsLimit() {
        Map<String, Long> amounts = new HashMap<>();
        for (LimitKind kind : LimitKind.values()) {
            amounts.put(kind.word(), 100L + kind.number());
        }
        Limits limits = ConfiguredLimits.of(new LimitTable(amounts, Set.of("budget_micros_per_day")));
        for (LimitKind kind : LimitKind.values()) {
            assertThat(limits.of(kind)).isEqualTo(100L + kind.number());
        }
        assertThat(limits.failClosed()).containsExactly(LimitKind.BUDGET_PER_DAY);
        assertThat(limits.none()).isFalse();
        assertThat(Limits.NONE.none()).isTrue();
    }

    @Test
    void aConfiguredKeyCarriesItsOwnAndItsTenantsLimits() {
        LimitTable own = new LimitTable(Map.of("requests_per_day", 5L), Set.of());
        LimitTable tenants = new LimitTable(Map.of("tokens_per_minute", 7L), Set.of());
        ConfiguredKeys keys = new ConfiguredKeys(
                List.of(
                        new GatewayConfig.Key("app", new Secret("secret-one"), "team", List.of(), own),
                        new GatewayConfig.Key("free", new Secret("secret-two"), null, List.of())),
                Map.of("team", tenants));
        Principal app = keys.find("secret-one").result();
        Principal free = keys.find("secret-two").result();
        assertThat(app).isNotNull();
        assertThat(app.keyLimits().requestsPerDay()).isEqualTo(5);
        assertThat(app.tenantLimits().tokensPerMinute()).isEqualTo(7);
        assertThat(free).isNotNull();
        assertThat(free.keyLimits()).isEqualTo(Limits.NONE);
        assertThat(free.tenantLimits()).isEqualTo(Limits.NONE);
    }

    /** Months are of different lengths, and days of UTC. */
    @Test
    void windowsAreThoseOfTheCalendar() {
        long leapFebruary = Instant.parse("2028-02-29T23:59:59.999Z").toEpochMilli();
        assertThat(at(LimitWindow.MINUTE, leapFebruary)).isEqualTo("2028-02-29T23:59:00Z to 2028-03-01T00:00:00Z");
        assertThat(at(LimitWindow.DAY, leapFebruary)).isEqualTo("2028-02-29T00:00:00Z to 2028-03-01T00:00:00Z");
        assertThat(at(LimitWindow.MONTH, leapFebruary)).isEqualTo("2028-02-01T00:00:00Z to 2028-03-01T00:00:00Z");
        assertThat(at(LimitWindow.MONTH, leapFebruary + 1)).isEqualTo("2028-03-01T00:00:00Z to 2028-04-01T00:00:00Z");
        assertThat(LimitWindow.NOW.end(LimitWindow.NOW.start(leapFebruary))).isEqualTo(Long.MAX_VALUE);
    }

    private static String at(LimitWindow window, long millis) {
        long start = window.start(millis);
        return Instant.ofEpochMilli(start) + " to " + Instant.ofEpochMilli(window.end(start));
    }
}
