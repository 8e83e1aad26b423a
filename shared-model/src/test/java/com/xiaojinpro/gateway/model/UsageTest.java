package com.xiaojinpro.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.testing.ArbitraryAnswer;
import java.math.BigDecimal;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @Provide
    Arbitrary<Usage> usages() {
        return ArbitraryAnswer.usages();
    }

    @Test
    void cachedTokensArePartOfTheInput() {
        Usage usage = new Usage(100, 40, 10, 5, 0, 20, 8, 0, null, Usage.Source.REPORTED, Extras.NONE);
        assertThat(usage.cacheWrite()).isEqualTo(15);
        assertThat(usage.inputUncached()).isEqualTo(45);
        assertThat(usage.total()).isEqualTo(120);
    }

    /** H71: a provider that counts cached tokens beside the input must not make a refund. */
    @Property(tries = 200)
    void noDerivedCountIsEverNegative(@ForAll("usages") Usage usage) {
        assertThat(usage.inputUncached()).isNotNegative();
        assertThat(usage.total()).isGreaterThanOrEqualTo(usage.input());
        assertThat(usage.cacheWrite()).isGreaterThanOrEqualTo(usage.cacheWrite5m());
    }

    @Test
    void countsOfNonsenseSizeDoNotOverflow() {
        long max = Long.MAX_VALUE;
        Usage usage = new Usage(max, max, max, max, max, max, max, max, null, Usage.Source.REPORTED, Extras.NONE);
        assertThat(usage.total()).isEqualTo(max);
        assertThat(usage.cacheWrite()).isEqualTo(max);
        assertThat(usage.inputUncached()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void noCountIsNegative(int which) {
        long[] n = new long[8];
        n[which] = -1;
        assertThatThrownBy(() -> new Usage(
                        n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], null, Usage.Source.REPORTED, Extras.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherSourceChangesNothingElse() {
        Usage usage = new Usage(1, 2, 3, 4, 5, 6, 7, 8, new BigDecimal("0.10"), Usage.Source.REPORTED, Extras.NONE);
        assertThat(usage.withSource(Usage.Source.PARTIAL))
                .isEqualTo(
                        new Usage(1, 2, 3, 4, 5, 6, 7, 8, new BigDecimal("0.10"), Usage.Source.PARTIAL, Extras.NONE));
    }
}
