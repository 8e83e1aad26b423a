/**
 * A demonstration provider inside the gateway: it repeats what the user said, deterministically, and on request calls tools,
 * thinks, reports usage, slows down or fails. It lets a gateway run, be tried and be tested without any account.
 */
@NullMarked
package com.xiaojinpro.gateway.connector.echo;

import org.jspecify.annotations.NullMarked;
