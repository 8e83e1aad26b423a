/** Who calls. A key goes no further than this package. */
@NullMarked
package com.xiaojinpro.gateway.ingress.auth;

import org.jspecify.annotations.NullMarked;
