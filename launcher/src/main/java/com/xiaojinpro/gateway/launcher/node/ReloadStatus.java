package com.xiaojinpro.gateway.launcher.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the node stands to its configuration file.
 *
 * @param activeSince when the configuration that is in use was taken
 * @param refusal why the file as it is now is not in use; null where it is
 */
public record ReloadStatus(Instant activeSince, @Nullable Refusal refusal) {

    /**
     * A change that was not taken.
     *
     * @param at when
     * @param reason one line or more; never a secret
     */
    public record Refusal(Instant at, String reason) {}

    public ReloadStatus refused(Instant at, String reason) {
        return new ReloadStatus(activeSince, new Refusal(at, reason));
    }
}
