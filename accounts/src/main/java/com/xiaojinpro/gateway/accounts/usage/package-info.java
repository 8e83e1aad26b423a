/** What calls used and cost: prices, records, the spool they wait in, and the questions that are asked of them. */
@NullMarked
package com.xiaojinpro.gateway.accounts.usage;

import org.jspecify.annotations.NullMarked;
