package com.xiaojinpro.gateway.connector;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What providers share and do not make themselves. Whoever starts the node decides what stands behind it.
 *
 * @param signatures kept beyond a reload of the configuration, so that no conversation loses them
 */
public record ConnectorServices(SharedSignatures signatures) {
    /** How long a signature is kept. */
    public static final Duration SIGNATURE_LIFETIME = Duration.ofHours(6);

    private static final long SIGNATURE_CHARS = 16L << 20;
    /** Longer than a busy cluster takes, shorter than a user notices. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** Services of the one node of this process. */
    public static final ConnectorServices LOCAL = ofNode();

    /** Services of a node of its own: what it keeps is in its memory, until it shares it. */
    public static ConnectorServices ofNode() {
        return new ConnectorServices(new SharedSignatures(
                new MemorySignatures(SIGNATURE_CHARS, SIGNATURE_LIFETIME, InstantSource.system()), PATIENCE));
    }
}
