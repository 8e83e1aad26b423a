/** The administration interface on the management port. */
@NullMarked
package com.xiaojinpro.gateway.accounts.admin;

import org.jspecify.annotations.NullMarked;
