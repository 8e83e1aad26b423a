/** Keys and tenants: what is kept of them, who changed it, and how a presented key is found. */
@NullMarked
package com.xiaojinpro.gateway.accounts.keys;

import org.jspecify.annotations.NullMarked;
