package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A key at the one moment its secret is known.
 *
 * @param secret the whole key to hand to a client; null where the creation was a repetition: it was shown before
 */
public record IssuedKey(ApiKey key, @Nullable Secret secret) {}
