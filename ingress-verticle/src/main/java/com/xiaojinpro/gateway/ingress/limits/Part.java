package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitWindow;
import java.util.List;

/**
 * What a call has reserved of one account: of each bucket an amount in a window. The buckets are those of the moment; a
 * change of the limits does not change what was reserved.
 */
final class Part {
    private final Account account;
    private final Bucket[] buckets;
    private final long[] windows;
    private final long[] amounts;

    private Part(Account account) {
        this.account = account;
        this.buckets = account.buckets();
        this.windows = new long[buckets.length];
        this.amounts = new long[buckets.length];
    }

    /** Reserves; the account's monitor is held, and everything was found to fit. */
    static Part take(Account account, Amounts wanted) {
        Part part = new Part(account);
        for (int i = 0; i < part.buckets.length; i++) {
            Bucket bucket = part.buckets[i];
            long amount = bucket.amount(wanted);
            bucket.take(amount);
            part.windows[i] = bucket.window();
            part.amounts[i] = amount;
        }
        account.changed();
        return part;
    }

    /** Charges what was used in place of what was reserved. */
    void settle(Amounts used, long nowMillis) {
        synchronized (account) {
            for (int i = 0; i < buckets.length; i++) {
                Bucket bucket = buckets[i];
                bucket.settle(windows[i], amounts[i], actual(bucket, used), used.rest(bucket.kind()), nowMillis);
            }
            account.changed();
        }
    }

    /** Tells what {@link #settle} charged. */
    void charges(Amounts used, List<Charge> out) {
        for (int i = 0; i < buckets.length; i++) {
            Bucket bucket = buckets[i];
            out.add(Charge.of(
                    account.label(), bucket.kind(), amounts[i], actual(bucket, used), used.rest(bucket.kind())));
        }
    }

    private static long actual(Bucket bucket, Amounts used) {
        return bucket.kind().window() == LimitWindow.NOW ? 0 : used.of(bucket.kind());
    }
}
