package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a call uses up, estimated or settled.
 *
 * @param requests 1, or 0 for a call that does not count
 * @param micros money in whole millionths of a dollar
 * @param billionths what is beyond them, in billionths of a millionth: a price has nine digits for a million tokens, so no
 *     cost has more
 */
public record Amounts(long requests, long input, long output, long micros, long billionths) {
    public static final Amounts NOTHING = new Amounts(0, 0, 0, 0, 0);

    /** One request that weighs nothing. */
    static final Amounts REQUEST = new Amounts(1, 0, 0, 0, 0);

    /** So many of them are a millionth of a dollar. */
    static final long BILLIONTHS = 1_000_000_000;

    /** A count that no provider means must not overflow a ledger. */
    private static final long MOST = 1L << 50;

    private static final int MICRO_DIGITS = 6;
    private static final int BILLIONTH_DIGITS = 9;

    public Amounts {
        requests = bounded(requests);
        input = bounded(input);
        output = bounded(output);
        micros = bounded(micros);
        billionths = Math.clamp(billionths, 0, BILLIONTHS);
    }

    /** One request, the tokens of a usage, and its cost. */
    static Amounts of(Usage usage, BigDecimal dollars) {
        if (dollars.signum() <= 0) {
            return new Amounts(1, usage.input(), usage.output(), 0, 0);
        }
        BigDecimal micros = dollars.movePointRight(MICRO_DIGITS);
        BigDecimal whole = micros.setScale(0, RoundingMode.FLOOR);
        long rest = micros.subtract(whole)
                .movePointRight(BILLIONTH_DIGITS)
                .setScale(0, RoundingMode.CEILING)
                .longValue();
        return new Amounts(1, usage.input(), usage.output(), fitting(whole), rest);
    }

    /** What is reserved for one request: whole millionths, at least what it may cost. */
    static Amounts reserving(Usage usage, BigDecimal dollars) {
        long micros = dollars.signum() <= 0
                ? 0
                : fitting(dollars.movePointRight(MICRO_DIGITS).setScale(0, RoundingMode.CEILING));
        return new Amounts(1, usage.input(), usage.output(), micros, 0);
    }

    /** The amount that one limit counts. A request that runs is one of those at the same time; its caller ends it. */
    public long of(LimitKind kind) {
        return switch (kind) {
            case REQUESTS_PER_MINUTE, REQUESTS_PER_DAY, CONCURRENT_REQUESTS -> requests;
            case TOKENS_PER_MINUTE -> input + output;
            case INPUT_TOKENS_PER_MINUTE -> input;
            case OUTPUT_TOKENS_PER_MINUTE -> output;
            case BUDGET_PER_DAY, BUDGET_PER_MONTH -> micros;
        };
    }

    /** What is beyond {@link #of} of a limit, in billionths of its unit. */
    long rest(LimitKind kind) {
        return kind.budget() ? billionths : 0;
    }

    private static long fitting(BigDecimal whole) {
        return whole.min(BigDecimal.valueOf(MOST)).longValue();
    }

    private static long bounded(long amount) {
        return Math.min(MOST, Math.max(0, amount));
    }
}
