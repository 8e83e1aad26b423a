package com.xiaojinpro.gateway.config;

import java.time.Duration;
import java.util.List;

/**
 * What calls cost and how long it is remembered.
 *
 * @param prices in the order of the file; a reload swaps them
 * @param spoolMaxBytes what the records that wait for the database may take of the disk
 * @param writeInterval how long a record may wait for others to be written with
 * @param retentionDays how long single records are kept; 0 for ever
 * @param rollupRetentionDays how long the sums by day are kept; 0 for ever
 */
public record UsageConfig(
        List<Price> prices, long spoolMaxBytes, Duration writeInterval, int retentionDays, int rollupRetentionDays) {
    public static final UsageConfig DEFAULT = new UsageConfig(List.of(), 1L << 30, Duration.ofMillis(500), 90, 0);

    public UsageConfig {
        prices = List.copyOf(prices);
    }
}
