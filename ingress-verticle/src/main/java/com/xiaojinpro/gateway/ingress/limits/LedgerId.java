package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.Principal;

/** How ledgers are named: a kind and what is known of a key or tenant for ever. Pure. */
public final class LedgerId {
    /** Before the id of a key of the database. */
    public static final String KEY = "k:";

    /** Before the name of a key of the configuration, which has no id. */
    public static final String CONFIGURED_KEY = "c:";

    /** Before the name of a tenant. */
    public static final String TENANT = "t:";

    private LedgerId() {}

    static String ofTenant(Principal caller) {
        return TENANT + caller.tenant();
    }

    static String ofKey(Principal caller) {
        return caller.keyId().isEmpty() ? CONFIGURED_KEY + caller.keyName() : KEY + caller.keyId();
    }
}
