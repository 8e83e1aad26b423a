package com.xiaojinpro.gateway.bus;

import java.util.List;

/**
 * Who answers a call; rides on the first frame of the answer.
 *
 * @param provider the configured name of the provider
 * @param model the provider's id of the model
 * @param upstreamMicros microseconds from the request to the provider until its first content
 * @param dropped what of the request the provider could not be told, by field name
 */
public record Origin(String provider, String model, long upstreamMicros, List<String> dropped) {
    public Origin {
        dropped = List.copyOf(dropped);
    }
}
