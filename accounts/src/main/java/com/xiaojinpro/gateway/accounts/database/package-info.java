/** The database of the gateway: connections, migrations, and word of what has changed. */
@NullMarked
package com.xiaojinpro.gateway.accounts.database;

import org.jspecify.annotations.NullMarked;
