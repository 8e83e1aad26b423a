package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;

/** One open part of a stream: it knows how its kind is spelled in deltas. */
sealed interface StreamPart permits TextPart, RefusalPart, CallPart, ReasoningPart, ImagePart, UntoldPart {

    /** Writes what announces the part, if anything does. */
    void open(ByteWriter out);

    /** Writes, or keeps, a piece of it. Log probabilities are the choice's business and do not come here. */
    void delta(ByteWriter out, DeltaKind kind, String value);

    /** Writes what only its end tells. */
    void close(ByteWriter out);
}
