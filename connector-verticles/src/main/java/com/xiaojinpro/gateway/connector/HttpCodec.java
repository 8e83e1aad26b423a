package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The three pure functions that make a provider: what to ask, how to read the answer, what an error means. Thread-safe. */
public non-sealed interface HttpCodec extends Provider {

    /**
     * What to send for a request. A request that the provider cannot be asked is thrown as a fault.
     *
     * @param context what of the client's call may reach the provider
     */
    UpstreamRequest encode(UnifiedRequest request, Target target, CallContext context);

    /**
     * Brings here what {@link #encode} of a request will want and another node may have. It is done at once where nothing is
     * missing, and soon in any case; it never fails.
     */
    default Future<Void> recall(UnifiedRequest request, Target target, CallContext context) {
        return Future.succeededFuture();
    }

    /**
     * Whether the provider fetches this address itself. Media it does not fetch are fetched by the gateway and stand inline
     * in the request that {@link #encode} gets.
     *
     * @param part the image, document, audio or video whose source the address is
     */
    default boolean fetches(ContentPart part, String url, Target target) {
        return true;
    }

    /** A decoder for one answer with a success status; it looks at the content type, not at what was asked (H33). */
    EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target);

    /** The same, for providers whose answers leave something behind that belongs to a tenant. */
    default EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target, CallContext context) {
        return decoder(head, request, target);
    }

    /** The fault behind an answer with an error status. */
    Fault fault(UpstreamHead head, Buffer body);

    /** Where headers come from that are not known when a request is made; null where it is complete. */
    default @Nullable Credentials credentials() {
        return null;
    }
}
