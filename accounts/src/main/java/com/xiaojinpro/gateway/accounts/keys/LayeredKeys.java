package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.ingress.auth.KeyStore;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The keys of the configuration, which need no database, and then those of the database. */
public final class LayeredKeys implements KeyStore {
    private final KeyStore configured;
    private final KeyStore kept;

    public LayeredKeys(KeyStore configured, KeyStore kept) {
        this.configured = configured;
        this.kept = kept;
    }

    @Override
    public Future<@Nullable Principal> find(String presentedKey) {
        Future<@Nullable Principal> first = configured.find(presentedKey);
        return first.succeeded() && first.result() != null ? first : kept.find(presentedKey);
    }
}
