package com.xiaojinpro.gateway.ingress.protocol;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/** One protocol that clients speak. Pure and thread-safe. */
public interface ClientProtocol {

    /** Reads and checks a body; whatever is wrong with it is thrown as a fault that names the path. */
    UnifiedRequest read(Buffer body);

    /** A renderer for one streamed answer. A protocol without streams never reads a request as one. */
    default StreamRenderer stream(UnifiedRequest request, CallIdentity call) {
        throw new IllegalStateException("this protocol has no streams");
    }

    /** A whole answer as the body of a response. */
    Buffer answer(UnifiedRequest request, UnifiedAnswer answer, CallIdentity call);

    /** What of a whole answer {@link #answer} has no place for: words of {@link Untold}. */
    default Set<String> dropped(UnifiedRequest request, UnifiedAnswer answer) {
        return Set.of();
    }

    /** A failure before the answer began. */
    ErrorResponse error(Fault fault, CallIdentity call);
}
