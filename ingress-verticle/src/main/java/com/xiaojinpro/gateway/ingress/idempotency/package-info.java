/** Calls that are sent again with the same key get the answer of the first. */
@NullMarked
package com.xiaojinpro.gateway.ingress.idempotency;

import org.jspecify.annotations.NullMarked;
