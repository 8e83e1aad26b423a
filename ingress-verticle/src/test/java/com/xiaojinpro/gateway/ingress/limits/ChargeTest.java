package com.xiaojinpro.gateway.ingress.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.Limits;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a call is charged, as its record tells it. */
class ChargeTest {
    private static final Origin ORIGIN = new Origin("provider", "model", 1, List.of());
    private static final Target TARGET = new Target("provider", "model", null, null, Timeouts.DEFAULT);
    /** Three tenths of a millionth of a dollar a token, and a cent a picture. */
    private static final Pricing PRICING = (provider, model, usage, images) -> new BigDecimal("0.0000003")
            .multiply(BigDecimal.valueOf(usage.total()))
            .add(BigDecimal.valueOf(images, 2));

    private final TestBank bank = new TestBank();
    private final LeasedLimiter limiter = new LeasedLimiter("a", bank, PRICING, LimitListener.NOOP);

    @Test
    void aCallTellsWhatEveryLimitHeldForItAndWasCharged() {
        Principal caller = Callers.of(
                Callers.limits(Map.of(LimitKind.REQUESTS_PER_DAY, 9L, LimitKind.BUDGET_PER_DAY, 1_000L)),
                Callers.limits(Map.of(LimitKind.TOKENS_PER_MINUTE, 500L, LimitKind.CONCURRENT_REQUESTS, 5L)));
        Admission admission = limiter.admit(caller, Callers.asking(100)).result();
        assertThat(admission.charges()).isEmpty();
        admission.settle(Usage.of(1, 10, Usage.Source.REPORTED), ORIGIN);
        assertThat(admission.charges())
                .containsExactly(
                        charge("tenant team", LimitKind.TOKENS_PER_MINUTE, "101", "11"),
                        charge("tenant team", LimitKind.CONCURRENT_REQUESTS, "1", "0"),
                        charge("key app", LimitKind.REQUESTS_PER_DAY, "1", "1"),
                        // 101 tokens may cost 30.3 millionths, of which whole ones are held; 11 cost 3.3.
                        charge("key app", LimitKind.BUDGET_PER_DAY, "0.000031", "0.000003300000000"));
    }

    @Test
    void whatWasGivenBackIsChargedNothing() {
        Admission admission = limiter.admit(Callers.key(LimitKind.TOKENS_PER_MINUTE, 50), Callers.asking(20))
                .result();
        admission.refund();
        admission.settle(Usage.of(1, 1, Usage.Source.REPORTED), ORIGIN);
        assertThat(admission.charges()).containsExactly(charge("key app", LimitKind.TOKENS_PER_MINUTE, "21", "0"));
    }

    @Test
    void aRefusedCallIsChargedNothing() {
        Admission refusal = limiter.admit(Callers.key(LimitKind.TOKENS_PER_MINUTE, 0), Callers.asking(20))
                .result();
        assertThat(refusal.charges()).isEmpty();
    }

    /** Cheap calls cost parts of a millionth: rounded one by one they would use up a budget several times too soon. */
    @Test
    void partsOfAMillionthAddUpAndAreNotRoundedUpOneByOne() {
        Principal caller = Callers.key(LimitKind.BUDGET_PER_MONTH, 1_000);
        for (int i = 0; i < 1_000; i++) {
            limiter.admit(caller, Callers.asking(1)).result().settle(Usage.of(1, 0, Usage.Source.REPORTED), ORIGIN);
        }
        bank.pass(1_000);
        limiter.tick();
        bank.pass(1_000);
        limiter.tick();
        assertThat(bank.used(Callers.KEY, LimitKind.BUDGET_PER_MONTH)).isEqualTo(300);
    }

    /** What is in the result of a tool is sent, too. */
    @Test
    void picturesAreInTheMoneyThatIsHeldAndCharged() {
        ContentPart image =
                new ContentPart.Image(new MediaSource.Url("https://example.com/a.png"), null, null, Extras.NONE);
        UnifiedRequest request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m")
                .messages(List.of(
                        new UnifiedMessage(Role.USER, List.of(image), null, Extras.NONE),
                        new UnifiedMessage(
                                Role.TOOL,
                                List.of(new ContentPart.ToolResult(
                                        "id", null, List.of(image, image), false, null, Extras.NONE)),
                                null,
                                Extras.NONE)))
                .maxOutputTokens(1L)
                .build();
        Principal poor = Callers.key(LimitKind.BUDGET_PER_DAY, 29_999);
        Principal caller = Callers.of(Callers.limits(Map.of(LimitKind.BUDGET_PER_DAY, 100_000L)), Limits.NONE);
        assertThat(request.images()).isEqualTo(3);
        Admission all = limiter.admit(caller, new Demand(request, TARGET, 1)).result();
        all.settle(Usage.of(0, 0, Usage.Source.REPORTED), ORIGIN);
        Charge charge = all.charges().get(0);
        assertThat(charge.reserved()).isGreaterThanOrEqualTo(new BigDecimal("0.03"));
        assertThat(charge.amount()).isEqualByComparingTo("0.03");
        // What is dearer than the whole budget holds the whole budget, of which something is spent.
        assertThat(limiter.admit(poor, new Demand(request, TARGET, 1)).result().refusal())
                .isNotNull();
    }

    private static Charge charge(String account, LimitKind kind, String reserved, String amount) {
        return new Charge(account, kind, new BigDecimal(reserved), new BigDecimal(amount));
    }
}
