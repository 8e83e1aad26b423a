package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.TokenEstimate;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
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
    Amounts amounts(boolean tokens, boolean money, Pricing pricing) {
        if (!(tokens || money) || request.operation() == Operation.COUNT_TOKENS) {
            return Amounts.REQUEST;
        }
        long output = request.operation() == Operation.EMBED ? 0 : output();
        Usage usage = Usage.of(TokenEstimate.prompt(request), output, Usage.Source.ESTIMATED);
        Target first = money ? target : null;
        return Amounts.reserving(
                usage,
                first == null
                        ? BigDecimal.ZERO
                        : pricing.dollars(first.provider(), first.model(), usage, request.images()));
    }

    private long output() {
        Long most = request.maxOutputTokens();
        long each = most == null ? outputEstimate : Math.min(most, 1L << 32);
        return each * Math.max(1, request.choices());
    }
}
