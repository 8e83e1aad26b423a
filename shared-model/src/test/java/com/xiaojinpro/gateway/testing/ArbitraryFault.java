package com.xiaojinpro.gateway.testing;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generators of faults. */
public final class ArbitraryFault {
    private ArbitraryFault() {}

    public static Arbitrary<Fault> any() {
        return Combinators.combine(
                        Arbitraries.of(FaultKind.class),
                        ArbitraryText.any(),
                        ArbitraryText.name().injectNull(0.5),
                        ArbitraryText.any().injectNull(0.5),
                        waits().injectNull(0.5),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 599))
                .as(Fault::new);
    }

    private static Arbitrary<Duration> waits() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 1L << 40),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Duration::ofSeconds);
    }
}
