package com.xiaojinpro.gateway.connector.echo;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.connector.ProviderType;
import java.time.Duration;
import java.time.InstantSource;

/** {@code type = "echo"}. Its one setting, {@code pace_ms}, is the pause before each event of a streamed answer. */
public final class EchoType implements ProviderType {
    @Override
    public String name() {
        return "echo";
    }

    @Override
    public Provider create(ProviderConfig config) {
        long longest = EchoMarks.LONGEST_PACE.toMillis();
        Duration pace = Duration.ofMillis(config.settings().integer("pace_ms", 0, 0, longest));
        return new EchoProvider(pace, InstantSource.system());
    }
}
