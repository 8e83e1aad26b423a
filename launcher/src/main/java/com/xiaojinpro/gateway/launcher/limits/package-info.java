/** The ledgers of keys and tenants in the memory of the cluster. */
@NullMarked
package com.xiaojinpro.gateway.launcher.limits;

import org.jspecify.annotations.NullMarked;
