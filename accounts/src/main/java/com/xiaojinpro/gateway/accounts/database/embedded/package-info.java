/** The private PostgreSQL of a gateway that was given no other. Everything here blocks; it runs on worker threads. */
@NullMarked
package com.xiaojinpro.gateway.accounts.database.embedded;

import org.jspecify.annotations.NullMarked;
