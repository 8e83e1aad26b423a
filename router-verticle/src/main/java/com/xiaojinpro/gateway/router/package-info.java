/** The router: owns the plan of a call until an attempt commits. */
@NullMarked
package com.xiaojinpro.gateway.router;

import org.jspecify.annotations.NullMarked;
