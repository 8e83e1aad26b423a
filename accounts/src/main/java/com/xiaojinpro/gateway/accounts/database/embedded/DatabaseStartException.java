package com.xiaojinpro.gateway.accounts.database.embedded;

import org.jspecify.annotations.Nullable;

/** The private PostgreSQL cannot be started. The message is one sentence for the operator. */
public final class DatabaseStartException extends RuntimeException {
    DatabaseStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
