package com.xiaojinpro.gateway.accounts;

import com.xiaojinpro.gateway.config.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a new database must be told once.
 *
 * @param firstKey the first client key; null where there are keys already, or keys of the configuration
 * @param setupToken what the first admin token is exchanged for; null where there is nothing new to tell
 * @param setupTokenFile where the setup token is kept until then
 */
public record Welcome(@Nullable Secret firstKey, @Nullable Secret setupToken, Path setupTokenFile) {}
