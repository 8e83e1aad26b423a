package com.xiaojinpro.gateway.ingress.auth;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Over what time a limit counts: windows of the calendar in UTC, the same on every node. */
public enum LimitWindow {
    /** No time at all: what is in use now. */
    NOW,
    MINUTE,
    DAY,
    MONTH;

    private static final long MINUTE_MILLIS = 60_000;
    private static final long DAY_MILLIS = 86_400_000;

    /** Whether it is so long that a restart must not begin it anew. */
    public boolean outlivesRestarts() {
        return switch (this) {
            case NOW, MINUTE -> false;
            case DAY, MONTH -> true;
        };
    }

    /** When the window that holds a time began, in milliseconds of the epoch. */
    public long start(long nowMillis) {
        return switch (this) {
            case NOW -> 0;
            case MINUTE -> nowMillis - Math.floorMod(nowMillis, MINUTE_MILLIS);
            case DAY -> nowMillis - Math.floorMod(nowMillis, DAY_MILLIS);
            case MONTH -> month(nowMillis).toInstant().toEpochMilli();
        };
    }

    /** When a window that began at a time ends, in milliseconds of the epoch. */
    public long end(long startMillis) {
        return switch (this) {
            case NOW -> Long.MAX_VALUE;
            case MINUTE -> startMillis + MINUTE_MILLIS;
            case DAY -> startMillis + DAY_MILLIS;
            case MONTH -> month(startMillis).plusMonths(1).toInstant().toEpochMilli();
        };
    }

    private static ZonedDateTime month(long millis) {
        return Instant.ofEpochMilli(millis)
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfMonth(1)
                .atStartOfDay(ZoneOffset.UTC);
    }
}
