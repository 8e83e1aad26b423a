package com.xiaojinpro.gateway.accounts.usage;

import io.vertx.core.Future;
import java.util.List;

/** Where records end up. Its futures may be completed on any thread. */
interface UsageStore {

    /**
     * Writes records that are not there yet, all of them or none.
     *
     * @param records each one JSON object
     * @return how many were new
     */
    Future<Integer> write(List<byte[]> records);

    /** Makes room for the days to come and forgets those that are too old. */
    Future<Void> upkeep();

    /** Whether a failure of {@link #write} says that a record itself is wrong: it will never be taken. */
    boolean refuses(Throwable failure);
}
