package com.xiaojinpro.gateway.bus;

import java.util.List;

/**
 * Who answers a call; rides on the first frame of the answer.
 *
 * @param provider the configured name of the provider
 * @param model the provider's id of the model
 * @param upstreamMicros microseconds from the request to the provider until its first content
 * @param dropped what of the request the provider could not be told, by field name
 * @param tried the attempts that failed before this one, oldest first
 */
public record Origin(String provider, String model, long upstreamMicros, List<String> dropped, List<Tried> tried) {
    public Origin {
        dropped = List.copyOf(dropped);
        tried = List.copyOf(tried);
    }

    /** The first attempt is the answer. */
    public Origin(String provider, String model, long upstreamMicros, List<String> dropped) {
        this(provider, model, upstreamMicros, dropped, List.of());
    }

    /** The same, after attempts that failed. */
    Origin after(List<Tried> failed) {
        return failed.isEmpty() ? this : new Origin(provider, model, upstreamMicros, dropped, failed);
    }
}
