/** Who may call, how much, and what it cost. */
@NullMarked
package com.xiaojinpro.gateway.accounts;

import org.jspecify.annotations.NullMarked;
