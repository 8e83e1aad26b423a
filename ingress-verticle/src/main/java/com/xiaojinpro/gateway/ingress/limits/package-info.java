/**
 * How much a key and a tenant may use: reserve an estimate, act, settle what happened. Pure code around one ledger for each
 * key and tenant, of which nodes lease pieces ({@code docs/limits.md}).
 */
@NullMarked
package com.xiaojinpro.gateway.ingress.limits;

import org.jspecify.annotations.NullMarked;
