package com.xiaojinpro.gateway.connector.codec;

import org.jspecify.annotations.Nullable;

/**
 * What a provider says of a failure, in whatever form it said it.
 *
 * @param message the provider's sentence; null where it gave none
 * @param type its class of errors, such as {@code invalid_request_error}
 * @param code its code, where that is a word; numbers are in {@code status}
 * @param param the request field it blames
 * @param status the HTTP status the error itself names, 0 for none
 */
public record ProviderError(
        @Nullable String message,
        @Nullable String type,
        @Nullable String code,
        @Nullable String param,
        int status) {
    public static final ProviderError UNTOLD = new ProviderError(null, null, null, null, 0);
}
