package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.TokenEstimate;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a call asks for, as far as it is known before it runs. Tokens are estimated only where something counts them: that
 * takes a look at every character of a prompt.
 *
 * @param target where the call will be tried first, for its price; null where that is not known
 * @param outputEstimate the tokens of an answer whose request names no maximum
 */
public record Demand(UnifiedRequest request, @Nullable Target target, long outputEstimate) {

    /** The estimate. */
    Amounts amounts(boolean tokens, Pricing pricing) {
        if (!tokens || request.operation() == Operation.COUNT_TOKENS) {
            return new Amounts(1, 0, 0, 0);
        }
        long input = TokenEstimate.prompt(request);
        long output = request.operation() == Operation.EMBED ? 0 : output();
        Target first = target;
        long micros = first == null ? 0 : pricing.estimate(first.provider(), first.model(), input, output);
        return new Amounts(1, input, output, micros);
    }

    private long output() {
        Long most = request.maxOutputTokens();
        long each = most == null ? outputEstimate : Math.min(most, 1L << 32);
        return each * Math.max(1, request.choices());
    }
}
