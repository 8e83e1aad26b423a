package com.xiaojinpro.gateway.connector;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What providers share and do not make themselves. Whoever starts the node decides what stands behind it.
 *
 * @param signatures kept beyond a reload of the configuration, so that no conversation loses them
 */
public record ConnectorServices(SignatureStore signatures) {
    private static final long SIGNATURE_CHARS = 16L << 20;
    private static final Duration SIGNATURE_LIFETIME = Duration.ofHours(6);

    /** Services of one node, for which the memory of this process is enough. One object a process. */
    public static final ConnectorServices LOCAL =
            new ConnectorServices(new MemorySignatures(SIGNATURE_CHARS, SIGNATURE_LIFETIME, InstantSource.system()));
}
