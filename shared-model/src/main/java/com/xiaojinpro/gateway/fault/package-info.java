/** Faults: the one kind, status and failure-code table of the gateway. */
@NullMarked
package com.xiaojinpro.gateway.fault;

import org.jspecify.annotations.NullMarked;
