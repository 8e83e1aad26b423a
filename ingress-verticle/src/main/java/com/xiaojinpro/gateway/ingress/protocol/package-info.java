/** What a client protocol is: pure functions between bytes and the unified model. */
@NullMarked
package com.xiaojinpro.gateway.ingress.protocol;

import org.jspecify.annotations.NullMarked;
