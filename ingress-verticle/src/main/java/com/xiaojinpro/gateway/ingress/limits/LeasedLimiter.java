package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.Limits;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Admits calls against pieces of the limits that this node has leased. All event loops of a node share one. A call whose
 * limits are leased is decided at once; else it waits for a draw on the ledger, of which an account has one under way at
 * most.
 *
 * <p>Locks: a tenant's before a key's, and no call is made with one held. Thread-safe.
 */
public final class LeasedLimiter implements Limiter {
    /** How long a node's silence leaves it what it holds. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration DRAW_TIMEOUT = Duration.ofSeconds(1);
    /** A call that others overtook this often at the ledger is refused. */
    private static final int MOST_DRAWS = 16;
    /** Records are asked about so many accounts at a time. */
    private static final int MOST_RECALLED = 500;

    private final String node;
    private final Bank bank;
    private final Pricing pricing;
    private final LimitListener listener;
    private final Recollection recollection;
    private final AtomicLong seq = new AtomicLong();
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    /**
     * @param node the process, by an id that no other and no later process has
     */
    public LeasedLimiter(String node, Bank bank, Pricing pricing, LimitListener listener) {
        this(node, bank, pricing, listener, History.NONE);
    }

    /**
     * @param node the process, by an id that no other and no later process has
     * @param history what was used before there were ledgers
     */
    public LeasedLimiter(String node, Bank bank, Pricing pricing, LimitListener listener, History history) {
        this.node = node;
        this.bank = bank;
        this.pricing = pricing;
        this.listener = listener;
        this.recollection = new Recollection(history, bank, listener);
    }

    @Override
    public Future<Admission> admit(Principal caller, Demand demand) {
        Limits ofTenant = caller.tenant().isEmpty() ? Limits.NONE : caller.tenantLimits();
        Limits ofKey = caller.keyLimits();
        if (ofTenant.none() && ofKey.none()) {
            return Future.succeededFuture(Admission.FREE);
        }
        return new Wish(caller, ofTenant, ofKey, demand).settle();
    }

    /** The id by which ledgers know this node. */
    String node() {
        return node;
    }

    /** To be called once a second: reports to the ledgers, gives back what idles, keeps what is in use. */
    public void tick() {
        long now = bank.nowMillis();
        List<Account> recalled = new ArrayList<>();
        for (Account account : List.copyOf(accounts.values())) {
            Draw draw = null;
            synchronized (account) {
                boolean due = account.tick(now, now + LEASE.toMillis() / 2, bank.shared());
                if (due && bank.shared()) {
                    draw = begin(account, now, null, false);
                } else if (account.forget(now)) {
                    accounts.remove(account.id());
                }
                if (!account.forgotten() && account.recall(now)) {
                    recalled.add(account);
                }
            }
            if (draw != null) {
                var unused = send(account, draw);
            }
        }
        for (int i = 0; i < recalled.size(); i += MOST_RECALLED) {
            recollection.ask(recalled.subList(i, Math.min(recalled.size(), i + MOST_RECALLED)));
        }
    }

    /** Says everything again at the next tick. For when members were lost, and ledgers may have been lost with them. */
    public void reportAll() {
        for (Account account : accounts.values()) {
            synchronized (account) {
                account.sayAgain();
            }
        }
    }

    /** Gives everything back, and says a last time what was used. For a node that leaves. */
    public Future<Void> close() {
        List<CompletableFuture<?>> told = new ArrayList<>();
        long now = bank.nowMillis();
        for (Account account : accounts.values()) {
            Draw draw;
            synchronized (account) {
                account.releaseAll();
                draw = account.draw(node, seq.incrementAndGet(), now, now, null, false, false);
            }
            if (bank.shared()) {
                told.add(send(account, draw));
            }
        }
        Promise<Void> closed = Promise.promise();
        var unused = CompletableFuture.allOf(told.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> closed.complete());
        return closed.future();
    }

    /** Begins a draw; the account's monitor is held. */
    private Draw begin(Account account, long now, @Nullable Amounts amounts, boolean ahead) {
        return account.draw(node, seq.incrementAndGet(), now, now + LEASE.toMillis(), amounts, ahead, bank.shared());
    }

    /** Sends a draw that was begun; what is returned completes, never exceptionally, when its effect is there. */
    private CompletableFuture<Void> send(Account account, Draw draw) {
        CompletableFuture<Void> done;
        synchronized (account) {
            CompletableFuture<Void> drawing = account.drawing();
            done = drawing == null ? CompletableFuture.completedFuture(null) : drawing;
        }
        CompletableFuture<Drawn> answered = new CompletableFuture<>();
        try {
            var unused = bank.draw(account.id(), draw).whenComplete((drawn, failure) -> {
                if (drawn != null) {
                    answered.complete(drawn);
                } else {
                    answered.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            answered.completeExceptionally(e);
        }
        if (!answered.isDone()) {
            var unused = answered.orTimeout(DRAW_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
        var unused = answered.whenComplete((drawn, failure) -> {
            synchronized (account) {
                if (drawn != null) {
                    account.apply(drawn, bank.nowMillis(), bank.shared());
                } else {
                    account.unreachable(draw.seq());
                }
            }
            listener.drawn(drawn != null);
            done.complete(null);
        });
        return done;
    }

    private Account account(LimitScope scope, String id, String name) {
        Account known = accounts.get(id);
        return known != null ? known : accounts.computeIfAbsent(id, unknown -> new Account(scope, unknown, name));
    }

    private static boolean countsTokens(Limits limits) {
        return limits.tokensPerMinute() != null
                || limits.inputTokensPerMinute() != null
                || limits.outputTokensPerMinute() != null;
    }

    private static boolean countsMoney(Limits limits) {
        return limits.budgetMicrosPerDay() != null || limits.budgetMicrosPerMonth() != null;
    }

    /** One call that wants to go on. On the event loop of the call. */
    private final class Wish {
        private final Principal caller;
        private final @Nullable Limits ofTenant;
        private final @Nullable Limits ofKey;
        private final Demand demand;
        private final Amounts amounts;
        private final boolean money;
        private int draws;

        Wish(Principal caller, Limits ofTenant, Limits ofKey, Demand demand) {
            this.caller = caller;
            this.ofTenant = ofTenant.none() ? null : ofTenant;
            this.ofKey = ofKey.none() ? null : ofKey;
            this.demand = demand;
            this.money = countsMoney(ofTenant) || countsMoney(ofKey);
            this.amounts = demand.amounts(countsTokens(ofTenant) || countsTokens(ofKey), money, pricing);
        }

        Future<Admission> settle() {
            while (true) {
                List<CompletableFuture<Void>> awaited = new ArrayList<>(2);
                Admission decided = decide(awaited);
                if (decided != null) {
                    return Future.succeededFuture(decided);
                }
                CompletableFuture<Void> all = CompletableFuture.allOf(awaited.toArray(CompletableFuture[]::new));
                if (!all.isDone()) {
                    return later(all);
                }
            }
        }

        private Future<Admission> later(CompletableFuture<Void> drawn) {
            Context loop = Vertx.currentContext();
            Promise<Admission> promise = Promise.promise();
            var unused = drawn.whenComplete((done, failure) -> {
                if (loop == null) {
                    settle().onComplete(promise);
                } else {
                    loop.runOnContext(v -> settle().onComplete(promise));
                }
            });
            return promise.future();
        }

        /** A decision, or null and the draws that have to come back first. */
        private @Nullable Admission decide(List<CompletableFuture<Void>> awaited) {
            Account tenant =
                    ofTenant == null ? null : account(LimitScope.TENANT, LedgerId.ofTenant(caller), caller.tenant());
            Account key = ofKey == null ? null : account(LimitScope.KEY, LedgerId.ofKey(caller), caller.keyName());
            Account outer = tenant != null ? tenant : key;
            Account inner = key != null ? key : tenant;
            if (outer == null || inner == null) {
                return Admission.FREE;
            }
            long now = bank.nowMillis();
            List<Account> all = outer == inner ? List.of(outer) : List.of(outer, inner);
            List<Draw> begun = new ArrayList<>(2);
            List<Account> drawers = new ArrayList<>(2);
            List<Account> unrecalled = new ArrayList<>(0);
            Admission decided;
            synchronized (outer) {
                synchronized (inner) {
                    if (outer.forgotten() || inner.forgotten()) {
                        return null;
                    }
                    decided = decide(all, now, awaited, drawers, begun);
                    for (Account account : all) {
                        if (account.unrecalled() && account.recall(now)) {
                            unrecalled.add(account);
                        }
                    }
                }
            }
            if (!unrecalled.isEmpty()) {
                recollection.ask(unrecalled);
            }
            for (int i = 0; i < begun.size(); i++) {
                CompletableFuture<Void> drawn = send(drawers.get(i), begun.get(i));
                if (decided == null) {
                    awaited.add(drawn);
                }
            }
            return decided;
        }

        private @Nullable Admission decide(
                List<Account> all,
                long now,
                List<CompletableFuture<Void>> awaited,
                List<Account> drawers,
                List<Draw> begun) {
            Account refuser = null;
            Bucket refusing = null;
            boolean unreachable = false;
            List<Account> lacking = new ArrayList<>(0);
            for (Account account : all) {
                Limits limits = account.scope() == LimitScope.TENANT ? ofTenant : ofKey;
                if (limits == null) {
                    continue;
                }
                account.prepare(limits, now);
                boolean lacks = false;
                for (Bucket bucket : account.buckets()) {
                    Bucket.Verdict verdict = account.check(bucket, amounts, now, bank.shared());
                    if (verdict == Bucket.Verdict.SHORT && draws >= MOST_DRAWS) {
                        verdict = Bucket.Verdict.USED_UP;
                    }
                    switch (verdict) {
                        case FITS -> {}
                        case SHORT -> lacks = true;
                        case USED_UP, UNREACHABLE -> {
                            if (refusing == null || bucket.renews(now) > refusing.renews(now)) {
                                refuser = account;
                                refusing = bucket;
                                unreachable = verdict == Bucket.Verdict.UNREACHABLE;
                            }
                        }
                    }
                }
                if (lacks) {
                    lacking.add(account);
                }
            }
            if (refuser != null && refusing != null) {
                return refuse(all, refuser, refusing, unreachable, now);
            }
            if (lacking.isEmpty()) {
                return take(all, now, drawers, begun);
            }
            draws++;
            for (Account account : lacking) {
                CompletableFuture<Void> drawing = account.drawing();
                if (drawing != null) {
                    awaited.add(drawing);
                } else {
                    drawers.add(account);
                    begun.add(begin(account, now, amounts, true));
                }
            }
            return null;
        }

        private Admission take(List<Account> all, long now, List<Account> drawers, List<Draw> begun) {
            List<Part> parts = new ArrayList<>(all.size());
            for (Account account : all) {
                parts.add(Part.take(account, amounts));
                if (bank.shared() && account.low(now)) {
                    drawers.add(account);
                    begun.add(begin(account, now, null, true));
                }
            }
            return new Reservation(parts, standing(all, now), demand.request(), money ? pricing : Pricing.NOOP, bank);
        }

        private Admission refuse(List<Account> all, Account account, Bucket bucket, boolean unreachable, long now) {
            LimitKind kind = bucket.kind();
            if (unreachable) {
                listener.unavailable(account.scope(), kind);
                return Refusal.unreachable(account, bucket, standing(all, now));
            }
            listener.refused(account.scope(), kind);
            return Refusal.usedUp(account, bucket, bucket.amount(amounts), now, standing(all, now));
        }

        private static Standing standing(List<Account> all, long now) {
            Standing standing = new Standing(now);
            for (Account account : all) {
                for (Bucket bucket : account.buckets()) {
                    standing.add(bucket);
                }
            }
            return standing;
        }
    }
}
