/** The ingress: owns a call from its first byte to its one outcome. One package below this one per client protocol. */
@NullMarked
package com.xiaojinpro.gateway.ingress;

import org.jspecify.annotations.NullMarked;
