/** Clewdr, a local proxy over Claude accounts, in its native Messages form. */
@NullMarked
package com.xiaojinpro.gateway.connector.clewdr;

import org.jspecify.annotations.NullMarked;
