package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Usage;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a wish: a reservation, or a refusal. Whoever holds a reservation ends it exactly once, by {@link #settle} or
 * {@link #refund}; a second end does nothing.
 */
public interface Admission {
    /** Nothing is limited, nothing is reserved. */
    Admission FREE = new Admission() {
        @Override
        public @Nullable Fault refusal() {
            return null;
        }

        @Override
        public void headers(Dialect dialect, BiConsumer<String, String> out) {}

        @Override
        public void settle(@Nullable Usage usage, @Nullable Origin origin) {}

        @Override
        public void refund() {}
    };

    /** Why the call may not go on; null where it may. */
    @Nullable
    Fault refusal();

    /** Tells the headers that say what is left, in the spelling of a dialect's vendor. */
    void headers(Dialect dialect, BiConsumer<String, String> out);

    /**
     * The call ran: what it used is charged in place of the estimate.
     *
     * @param usage null where nothing was produced; the request counts all the same
     * @param origin who answered, for the price
     */
    void settle(@Nullable Usage usage, @Nullable Origin origin);

    /** The call came to nothing: it is as if it had never been. */
    void refund();

    /** What each limit was charged; empty where none was, or before the end. */
    default List<Charge> charges() {
        return List.of();
    }
}
