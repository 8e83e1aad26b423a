/** Connectors: one package per provider below this one; here the contract they meet and the one class that does their I/O. */
@NullMarked
package com.xiaojinpro.gateway.connector;

import org.jspecify.annotations.NullMarked;
