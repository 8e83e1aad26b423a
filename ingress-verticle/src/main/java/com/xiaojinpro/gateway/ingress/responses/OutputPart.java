package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;

/** One part of a streamed answer as its client sees it: an item, or several. Owned by one stream. */
interface OutputPart {

    /** Shows what was added. */
    void delta(ByteWriter out, DeltaKind kind, String value);

    /** Shows that the part is whole; one that never had anything to show stays unseen. */
    void close(ByteWriter out);

    /** The answer broke off: what was shown so far becomes the state of the item. */
    void breakOff();
}
