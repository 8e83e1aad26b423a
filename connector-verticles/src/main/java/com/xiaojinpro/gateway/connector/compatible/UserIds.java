package com.xiaojinpro.gateway.connector.compatible;

import java.util.HexFormat;

/** Ids of end users in the form OpenAI takes them. */
public final class UserIds {
    private static final int LONGEST = 64;

    private UserIds() {}

    /** An id of at most 64 characters; a longer one becomes its hash, which is as opaque. */
    public static String short64(String id) {
        return id.length() <= LONGEST ? id : HexFormat.of().formatHex(ToolIds.sha256(id));
    }
}
