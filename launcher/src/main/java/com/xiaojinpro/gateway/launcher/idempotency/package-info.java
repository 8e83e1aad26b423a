/** Where nodes together keep the answers of idempotent calls. */
@NullMarked
package com.xiaojinpro.gateway.launcher.idempotency;

import org.jspecify.annotations.NullMarked;
