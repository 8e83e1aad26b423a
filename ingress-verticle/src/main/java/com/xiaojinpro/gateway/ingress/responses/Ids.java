package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Extras;
import org.jspecify.annotations.Nullable;

/**
 * Ids of responses and items where the provider has none of this protocol. OpenAI checks their prefixes when they come back
 * (H77); what follows the prefix tells the gateway its own.
 */
final class Ids {
    private static final String OWN = "_xjp";
    private static final String REQUEST = "req_";

    private Ids() {}

    static String response(CallIdentity call) {
        return "resp" + OWN + seed(call);
    }

    /**
     * The id of an item: the provider's where it has one.
     *
     * @param prefix what OpenAI's ids of such items begin with, such as {@code msg}
     * @param extras the provider's further members of the item
     * @param index its place in the output
     */
    static String item(String prefix, Extras extras, CallIdentity call, int index) {
        String given = extras.get("id");
        if (given != null && given.startsWith("\"")) {
            String id = JsonCursor.of(given).string();
            if (!id.isEmpty()) {
                return id;
            }
        }
        return prefix + OWN + seed(call) + "_" + index;
    }

    /** Whether an id was made here. */
    static boolean minted(@Nullable String id) {
        return id != null && id.contains(OWN);
    }

    private static String seed(CallIdentity call) {
        String id = call.requestId();
        return id.startsWith(REQUEST) ? id.substring(REQUEST.length()) : id;
    }
}
