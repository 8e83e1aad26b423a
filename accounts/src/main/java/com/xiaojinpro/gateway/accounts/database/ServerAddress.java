package com.xiaojinpro.gateway.accounts.database;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;

/** Where the PostgreSQL server is. Any thread. */
interface ServerAddress {

    /** How to connect now; fails where there is no server to connect to. */
    Future<PgConnectOptions> options();

    /** The server is not needed any more. */
    Future<Void> release();
}
