/** Server-sent events, decoded on bytes. */
@NullMarked
package com.xiaojinpro.gateway.connector.sse;

import org.jspecify.annotations.NullMarked;
