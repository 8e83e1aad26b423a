package com.xiaojinpro.gateway.accounts.usage;

import com.xiaojinpro.gateway.config.Price;
import com.xiaojinpro.gateway.config.Price.Rate;
import com.xiaojinpro.gateway.ingress.limits.Pricing;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What answers cost, by the prices of the configuration. A price for the provider goes before one for every provider, a
 * whole model name before a prefix, a longer prefix before a shorter one. Exact: sums of decimals, nothing is rounded.
 * Immutable; swapped whole at a reload.
 */
public final class PriceTable implements Pricing {
    public static final PriceTable EMPTY = new PriceTable(List.of());

    private static final String ANY = "*";
    private static final int MILLION_DIGITS = 6;

    private final Map<String, Models> providers = new HashMap<>();

    /** The prices of one provider. */
    private static final class Models {
        private final Map<String, Price> exact = new HashMap<>();
        private final List<Price> prefixes = new ArrayList<>();

        @Nullable
        Price find(String model) {
            Price price = exact.get(model);
            if (price != null) {
                return price;
            }
            for (Price candidate : prefixes) {
                String pattern = candidate.model();
                if (model.regionMatches(0, pattern, 0, pattern.length() - 1)) {
                    return candidate;
                }
            }
            return null;
        }
    }

    public PriceTable(List<Price> prices) {
        for (Price price : prices) {
            Models models = providers.computeIfAbsent(price.provider(), name -> new Models());
            if (price.model().endsWith(ANY)) {
                models.prefixes.add(price);
            } else {
                models.exact.put(price.model(), price);
            }
        }
        for (Models models : providers.values()) {
            models.prefixes.sort((a, b) -> b.model().length() - a.model().length());
        }
    }

    /** The price of a target; null where there is none. */
    public @Nullable Price find(String provider, String model) {
        Models own = providers.get(provider);
        Price price = own == null ? null : own.find(model);
        if (price != null) {
            return price;
        }
        Models any = providers.get(ANY);
        return any == null ? null : any.find(model);
    }

    /**
     * What an answer cost in dollars; null where its target has no price.
     *
     * @param images pictures that were sent
     */
    public @Nullable BigDecimal cost(String provider, String model, Usage usage, int images) {
        Price price = find(provider, model);
        return price == null ? null : cost(price, usage, images);
    }

    @Override
    public BigDecimal dollars(String provider, String model, Usage usage, int images) {
        return or(cost(provider, model, usage, images), BigDecimal.ZERO);
    }

    /**
     * Tokens of a kind that has no rate of its own are paid as the kind they are a part of: what is read from or written to
     * a cache, and audio, as input; reasoning and audio as output. A long-lived cache write without a rate is paid as a
     * short-lived one. Details that add up to more than their total, as some providers report them, are paid as they are
     * and leave nothing of the total (H71).
     */
    static BigDecimal cost(Price price, Usage usage, int images) {
        BigDecimal input = or(price.rate(Rate.INPUT), BigDecimal.ZERO);
        BigDecimal output = or(price.rate(Rate.OUTPUT), BigDecimal.ZERO);
        BigDecimal written = or(price.rate(Rate.CACHE_WRITE_5M), input);
        @Nullable BigDecimal audioInput = price.rate(Rate.AUDIO_INPUT);
        @Nullable BigDecimal reasoning = price.rate(Rate.REASONING);
        @Nullable BigDecimal audioOutput = price.rate(Rate.AUDIO_OUTPUT);
        long plainInput = usage.inputUncached() - (audioInput == null ? 0 : usage.inputAudio());
        long plainOutput = usage.output()
                - (reasoning == null ? 0 : usage.reasoning())
                - (audioOutput == null ? 0 : usage.outputAudio());
        BigDecimal tokens = times(input, plainInput)
                .add(times(or(price.rate(Rate.CACHE_READ), input), usage.cacheRead()))
                .add(times(written, usage.cacheWrite5m()))
                .add(times(or(price.rate(Rate.CACHE_WRITE_1H), written), usage.cacheWrite1h()))
                .add(times(or(audioInput, BigDecimal.ZERO), usage.inputAudio()))
                .add(times(output, plainOutput))
                .add(times(or(reasoning, BigDecimal.ZERO), usage.reasoning()))
                .add(times(or(audioOutput, BigDecimal.ZERO), usage.outputAudio()));
        return tokens.scaleByPowerOfTen(-MILLION_DIGITS)
                .add(times(or(price.rate(Rate.IMAGE), BigDecimal.ZERO), images))
                .add(or(price.rate(Rate.REQUEST), BigDecimal.ZERO));
    }

    private static BigDecimal times(BigDecimal rate, long count) {
        return count <= 0 ? BigDecimal.ZERO : rate.multiply(BigDecimal.valueOf(count));
    }

    private static BigDecimal or(@Nullable BigDecimal rate, BigDecimal otherwise) {
        return rate == null ? otherwise : rate;
    }
}
