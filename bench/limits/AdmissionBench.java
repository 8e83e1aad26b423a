import com.sun.management.ThreadMXBean;
import com.xiaojinpro.gateway.accounts.usage.PriceTable;
import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.config.Price;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.ingress.auth.Limits;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import com.xiaojinpro.gateway.ingress.limits.Admission;
import com.xiaojinpro.gateway.ingress.limits.Bank;
import com.xiaojinpro.gateway.ingress.limits.Demand;
import com.xiaojinpro.gateway.ingress.limits.Draw;
import com.xiaojinpro.gateway.ingress.limits.Drawn;
import com.xiaojinpro.gateway.ingress.limits.LeasedLimiter;
import com.xiaojinpro.gateway.ingress.limits.Ledger;
import com.xiaojinpro.gateway.ingress.limits.LimitListener;
import com.xiaojinpro.gateway.ingress.limits.Past;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.model.Usage;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What admission costs a call: reserve under all eight limits of a key and all eight of its tenant, tell the headers, settle
 * by a price, tell what was charged. CPU of the thread and bytes allocated, a call; the draws on the ledger that such a load makes are in it.
 */
final class AdmissionBench {
    private static final int CALLS = 100_000;
    private static final int ROUNDS = 10;

    private AdmissionBench() {}

    public static void main(String[] arguments) {
        Limits eight = new Limits(
                1L << 40, 1L << 40, 1L << 40, 1L << 40, 1L << 40, 1L << 20, 1L << 40, 1L << 40);
        Limits two = new Limits(1L << 40, null, null, null, null, 1L << 20, null, null);
        UnifiedRequest request = request(2_000);
        run("key: requests a minute and at once", Limits.NONE, two, request);
        run("key and tenant: all limits, prompt of 2 kB", eight, eight, request);
        run("key and tenant: all limits, prompt of 20 kB", eight, eight, request(20_000));
    }

    private static void run(String what, Limits tenant, Limits key, UnifiedRequest request) {
        PriceTable prices = new PriceTable(List.of(new Price(
                "provider",
                "*",
                Map.of(
                        Price.Rate.INPUT, new BigDecimal("1.25"),
                        Price.Rate.CACHE_READ, new BigDecimal("0.125"),
                        Price.Rate.OUTPUT, new BigDecimal("10")))));
        LeasedLimiter limiter = new LeasedLimiter("bench", new SharedBank(), prices, LimitListener.NOOP);
        Origin origin = new Origin("provider", "model", 1, List.of());
        Principal caller = new Principal("app", "team", List.of(), "id", List.of(), key, tenant);
        Target target = new Target("provider", "model", null, null, Timeouts.DEFAULT);
        Usage usage = Usage.of(500, 100, Usage.Source.REPORTED);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int[] headers = new int[1];
        double best = Double.MAX_VALUE;
        double bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long cpu = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < CALLS; i++) {
                Admission admission = limiter.admit(caller, new Demand(request, target, 1024))
                        .result();
                if (admission.refusal() != null) {
                    throw new AssertionError(admission.refusal());
                }
                admission.headers(Dialect.OPENAI_CHAT, (name, value) -> headers[0] += value.length());
                admission.settle(usage, origin);
                headers[0] += admission.charges().size();
                if (i % 2_000 == 0) {
                    // A second of a node that takes two thousand calls in it.
                    limiter.tick();
                }
            }
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / CALLS);
            bytes = (threads.getCurrentThreadAllocatedBytes() - allocated) / (double) CALLS;
        }
        System.out.printf("%-48s %6.2f us CPU  %6.0f bytes a call%n", what, best, bytes);
    }

    private static UnifiedRequest request(int characters) {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m")
                .messages(List.of(new UnifiedMessage(
                        Role.USER,
                        List.of(ContentPart.Text.of("x".repeat(characters))),
                        null,
                        Extras.NONE)))
                .build();
    }

    /** A ledger in reach that others draw on, too: everything a node does for a cluster but the message itself. */
    private static final class SharedBank implements Bank {
        private final Map<String, Ledger> ledgers = new ConcurrentHashMap<>();

        @Override
        public CompletionStage<Drawn> draw(String account, Draw draw) {
            return CompletableFuture.completedFuture(
                    ledgers.computeIfAbsent(account, name -> new Ledger()).draw(draw));
        }

        @Override
        public CompletionStage<Boolean> remember(String account, long nowMillis, List<Past.Line> lines) {
            return CompletableFuture.completedFuture(false);
        }

        @Override
        public long nowMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public boolean shared() {
            return true;
        }
    }
}
