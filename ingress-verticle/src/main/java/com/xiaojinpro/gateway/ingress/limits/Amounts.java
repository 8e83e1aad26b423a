package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.model.Usage;

/**
 * What a call uses up, estimated or settled.
 *
 * @param requests 1, or 0 for a call that does not count
 * @param micros money in millionths of a dollar
 */
public record Amounts(long requests, long input, long output, long micros) {
    public static final Amounts NOTHING = new Amounts(0, 0, 0, 0);

    /** A count that no provider means must not overflow a ledger. */
    private static final long MOST = 1L << 50;

    public Amounts {
        requests = bounded(requests);
        input = bounded(input);
        output = bounded(output);
        micros = bounded(micros);
    }

    /** One request and the tokens of a usage. */
    static Amounts of(Usage usage, long micros) {
        return new Amounts(1, usage.input(), usage.output(), micros);
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

    private static long bounded(long amount) {
        return Math.min(MOST, Math.max(0, amount));
    }
}
