package com.xiaojinpro.gateway.accounts.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Price;
import com.xiaojinpro.gateway.config.Price.Rate;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PriceTableTest {
    private static final long MANY = 1L << 40;

    @Provide
    Arbitrary<Price> prices() {
        Arbitrary<BigDecimal> rates = Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, BigDecimal.valueOf(1_000))
                .ofScale(9);
        return Arbitraries.maps(Arbitraries.of(Rate.class), rates).map(set -> new Price("p", "m", set));
    }

    /** Counts whose details are parts of their totals, and do not overlap. */
    @Provide
    Arbitrary<Usage> usages() {
        Arbitrary<Long> count = Arbitraries.longs().between(0, MANY);
        return count.list()
                .ofSize(8)
                .map(n -> new Usage(
                        n.get(0) + n.get(1) + n.get(2) + n.get(3) + n.get(4),
                        n.get(1),
                        n.get(2),
                        n.get(3),
                        n.get(4),
                        n.get(5) + n.get(6) + n.get(7),
                        n.get(6),
                        n.get(7),
                        null,
                        Usage.Source.REPORTED,
                        Extras.NONE));
    }

    /** Counts that contradict one another, as nonsense of a provider may (H71). */
    @Provide
    Arbitrary<Usage> nonsense() {
        Arbitrary<Long> count =
                Arbitraries.longs().between(0, Long.MAX_VALUE).edgeCases(config -> config.add(Long.MAX_VALUE));
        return count.list()
                .ofSize(8)
                .map(n -> new Usage(
                        n.get(0),
                        n.get(1),
                        n.get(2),
                        n.get(3),
                        n.get(4),
                        n.get(5),
                        n.get(6),
                        n.get(7),
                        null,
                        Usage.Source.REPORTED,
                        Extras.NONE));
    }

    @Property
    void aCostIsTheSumOfItsPartsToTheLastDigit(@ForAll("prices") Price price, @ForAll("usages") Usage usage) {
        BigDecimal tokens = BigDecimal.ZERO;
        boolean audioIn = price.rate(Rate.AUDIO_INPUT) != null;
        boolean apart = price.rate(Rate.REASONING) != null;
        boolean audioOut = price.rate(Rate.AUDIO_OUTPUT) != null;
        BigDecimal input = rate(price, Rate.INPUT, BigDecimal.ZERO);
        BigDecimal output = rate(price, Rate.OUTPUT, BigDecimal.ZERO);
        BigDecimal write = rate(price, Rate.CACHE_WRITE_5M, input);
        long plain = usage.input() - usage.cacheRead() - usage.cacheWrite() - (audioIn ? usage.inputAudio() : 0);
        long said = usage.output() - (apart ? usage.reasoning() : 0) - (audioOut ? usage.outputAudio() : 0);
        tokens = tokens.add(times(plain, input))
                .add(times(usage.cacheRead(), rate(price, Rate.CACHE_READ, input)))
                .add(times(usage.cacheWrite5m(), write))
                .add(times(usage.cacheWrite1h(), rate(price, Rate.CACHE_WRITE_1H, write)))
                .add(times(audioIn ? usage.inputAudio() : 0, rate(price, Rate.AUDIO_INPUT, BigDecimal.ZERO)))
                .add(times(said, output))
                .add(times(apart ? usage.reasoning() : 0, rate(price, Rate.REASONING, BigDecimal.ZERO)))
                .add(times(audioOut ? usage.outputAudio() : 0, rate(price, Rate.AUDIO_OUTPUT, BigDecimal.ZERO)));
        BigDecimal expected = tokens.divide(BigDecimal.valueOf(1_000_000))
                .add(rate(price, Rate.REQUEST, BigDecimal.ZERO))
                .add(times(3, rate(price, Rate.IMAGE, BigDecimal.ZERO)));
        assertThat(PriceTable.cost(price, usage, 3)).isEqualByComparingTo(expected);
    }

    @Property
    void twoCallsCostWhatOneOfTheirSumCosts(
            @ForAll("prices") Price price, @ForAll("usages") Usage one, @ForAll("usages") Usage other) {
        Map<Rate, BigDecimal> tokens = new EnumMap<>(Rate.class);
        price.rates().forEach((rate, dollars) -> {
            if (rate != Rate.REQUEST && rate != Rate.IMAGE) {
                tokens.put(rate, dollars);
            }
        });
        Price each = new Price("p", "m", tokens);
        Usage both = new Usage(
                one.input() + other.input(),
                one.cacheRead() + other.cacheRead(),
                one.cacheWrite5m() + other.cacheWrite5m(),
                one.cacheWrite1h() + other.cacheWrite1h(),
                one.inputAudio() + other.inputAudio(),
                one.output() + other.output(),
                one.reasoning() + other.reasoning(),
                one.outputAudio() + other.outputAudio(),
                null,
                Usage.Source.REPORTED,
                Extras.NONE);
        assertThat(PriceTable.cost(each, one, 0).add(PriceTable.cost(each, other, 0)))
                .isEqualByComparingTo(PriceTable.cost(each, both, 0));
    }

    @Property
    void whateverAProviderReportsNothingIsEverPaidBack(
            @ForAll("prices") Price price, @ForAll("nonsense") Usage usage, @ForAll boolean images) {
        assertThat(PriceTable.cost(price, usage, images ? 5 : 0)).isGreaterThanOrEqualTo(BigDecimal.ZERO);
    }

    @Example
    void aTenthOfADollarStaysOne() {
        PriceTable table = new PriceTable(List.of(price("p", "m", Rate.INPUT, "0.1")));
        assertThat(table.cost("p", "m", Usage.of(3, 0, Usage.Source.REPORTED), 0))
                .isEqualByComparingTo(new BigDecimal("0.0000003"));
    }

    @Example
    void theNearestPriceIsTaken() {
        PriceTable table = new PriceTable(List.of(
                price("*", "*", Rate.INPUT, "1"),
                price("*", "gpt-5", Rate.INPUT, "2"),
                price("openai", "*", Rate.INPUT, "3"),
                price("openai", "gpt-*", Rate.INPUT, "4"),
                price("openai", "gpt-5-*", Rate.INPUT, "5"),
                price("openai", "gpt-5-mini", Rate.INPUT, "6"),
                price("router", "openai/gpt-5", Rate.INPUT, "7")));
        assertThat(found(table, "openai", "gpt-5-mini")).isEqualTo("6");
        assertThat(found(table, "openai", "gpt-5-nano")).isEqualTo("5");
        assertThat(found(table, "openai", "gpt-5")).isEqualTo("4");
        assertThat(found(table, "openai", "o3")).isEqualTo("3");
        assertThat(found(table, "other", "gpt-5")).isEqualTo("2");
        assertThat(found(table, "other", "o3")).isEqualTo("1");
        assertThat(found(table, "router", "openai/gpt-5")).isEqualTo("7");
        assertThat(found(table, "router", "openai/gpt-5-mini")).isEqualTo("1");
    }

    @Example
    void whatHasNoPriceHasNoCost() {
        PriceTable table = new PriceTable(List.of(price("p", "m", Rate.INPUT, "1")));
        Usage usage = Usage.of(1, 1, Usage.Source.REPORTED);
        assertThat(table.cost("p", "n", usage, 0)).isNull();
        assertThat(table.cost("q", "m", usage, 0)).isNull();
        assertThat(PriceTable.EMPTY.cost("p", "m", usage, 0)).isNull();
        assertThat(PriceTable.EMPTY.dollars("p", "m", usage, 1)).isZero();
    }

    private static String found(PriceTable table, String provider, String model) {
        return table.find(provider, model).rate(Rate.INPUT).toPlainString();
    }

    private static Price price(String provider, String model, Rate rate, String dollars) {
        return new Price(provider, model, Map.of(rate, new BigDecimal(dollars)));
    }

    private static BigDecimal rate(Price price, Rate rate, BigDecimal otherwise) {
        return price.rate(rate) == null ? otherwise : price.rate(rate);
    }

    private static BigDecimal times(long count, BigDecimal rate) {
        return rate.multiply(BigDecimal.valueOf(count));
    }
}
