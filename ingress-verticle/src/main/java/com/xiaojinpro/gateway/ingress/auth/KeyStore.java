package com.xiaojinpro.gateway.ingress.auth;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Knows the clients' keys. Called on event loops; must not block. */
public interface KeyStore {

    /** The owner of a key; null where the key is unknown. Fails only where the store cannot tell. */
    Future<@Nullable Principal> find(String presentedKey);
}
