package com.xiaojinpro.gateway.ingress.limits;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings what records tell into ledgers. A process that has a share in a ledger says itself what it used; of the others the
 * records say it. Therefore it may be told any number of times, and whenever: nothing counts twice. No call waits for it.
 */
final class Recollection {
    private final History history;
    private final Bank bank;
    private final LimitListener listener;

    Recollection(History history, Bank bank, LimitListener listener) {
        this.history = history;
        this.bank = bank;
        this.listener = listener;
    }

    /** Asks about accounts, none of whose monitors is held. Those of which nothing is heard are asked about again. */
    void ask(List<Account> accounts) {
        Map<String, Account> asked = new HashMap<>();
        accounts.forEach(account -> asked.put(account.id(), account));
        try {
            var unused = history.of(asked.keySet(), bank.nowMillis()).whenComplete((pasts, failure) -> {
                if (pasts == null) {
                    fail(accounts);
                    return;
                }
                listener.recalled(true);
                for (Past past : pasts) {
                    Account account = asked.get(past.account());
                    if (account != null) {
                        tell(account, past);
                    }
                }
            });
        } catch (RuntimeException e) {
            fail(accounts);
        }
    }

    private void tell(Account account, Past past) {
        List<Past.Line> lines;
        synchronized (account) {
            lines = past.lines().stream()
                    .filter(line -> account.counts(line.kind()) && !line.spent().isEmpty())
                    .toList();
        }
        if (lines.isEmpty()) {
            return;
        }
        try {
            var unused = bank.remember(account.id(), bank.nowMillis(), lines).whenComplete((news, failure) -> {
                synchronized (account) {
                    if (news == null) {
                        account.recallAgain(bank.nowMillis());
                    } else if (news) {
                        account.drawAnew();
                    }
                }
            });
        } catch (RuntimeException e) {
            fail(List.of(account));
        }
    }

    private void fail(List<Account> accounts) {
        listener.recalled(false);
        long now = bank.nowMillis();
        for (Account account : accounts) {
            synchronized (account) {
                account.recallAgain(now);
            }
        }
    }
}
