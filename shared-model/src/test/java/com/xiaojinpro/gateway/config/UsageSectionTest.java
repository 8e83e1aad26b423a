package com.xiaojinpro.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Price.Rate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageSectionTest {

    @Test
    void withoutTheSectionsNothingHasAPrice() {
        assertThat(ConfigTexts.accepted(ConfigTexts.MINIMAL).usage()).isEqualTo(UsageConfig.DEFAULT);
    }

    @Test
    void pricesAreTheDecimalsThatAreWritten() {
        UsageConfig usage = ConfigTexts.accepted(ConfigTexts.MINIMAL + """
                [usage]
                spool_max_bytes = 1048576
                write_interval_ms = 7
                retention_days = 30
                rollup_retention_days = 400
                [prices."main/org/model-*"]
                input = 0.1
                cache_read = 0.012345678
                output = 15
                request = 1e-3
                [prices."*/*"]
                image = 0
                """).usage();
        assertThat(usage.spoolMaxBytes()).isEqualTo(1 << 20);
        assertThat(usage.writeInterval()).isEqualTo(Duration.ofMillis(7));
        assertThat(usage.retentionDays()).isEqualTo(30);
        assertThat(usage.rollupRetentionDays()).isEqualTo(400);
        assertThat(usage.prices())
                .containsExactly(
                        new Price(
                                "main",
                                "org/model-*",
                                Map.of(
                                        Rate.INPUT, new BigDecimal("0.1"),
                                        Rate.CACHE_READ, new BigDecimal("0.012345678"),
                                        Rate.OUTPUT, new BigDecimal("15"),
                                        Rate.REQUEST, new BigDecimal("0.001"))),
                        new Price("*", "*", Map.of(Rate.IMAGE, BigDecimal.ZERO)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "input = -1,is out of range",
                "input = 1000001,is out of range",
                "input = 0.0000000001,is out of range",
                "input = inf,is a decimal number; dollars",
                "input = nan,is a decimal number; dollars",
                "input = '\"1\"',is a string; dollars",
                "inputs = 1,unknown key"
            })
    void whatIsNoAmountIsReported(String line, String problem) {
        assertThat(ConfigTexts.problems(ConfigTexts.MINIMAL + "[prices.\"main/m\"]\n" + line + "\n"))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "m,names no target",
        "main/a*b,names no target",
        "main/,names no target",
        "mian/m,no provider is called 'mian'"
    })
    void whatIsNoTargetIsReported(String name, String problem) {
        assertThat(ConfigTexts.problems(ConfigTexts.MINIMAL + "[prices.\"" + name + "\"]\ninput = 1\n"))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void aReloadMayChangePricesAndNotTheSpool() {
        GatewayConfig running = ConfigTexts.accepted(ConfigTexts.MINIMAL);
        assertThat(ReloadCheck.refusal(
                        running, ConfigTexts.accepted(ConfigTexts.MINIMAL + "[prices.\"*/*\"]\ninput = 1\n")))
                .isNull();
        assertThat(ReloadCheck.refusal(
                        running, ConfigTexts.accepted(ConfigTexts.MINIMAL + "[usage]\nretention_days = 1\n")))
                .contains("usage.retention_days (90 to 1)");
    }
}
