/** The OpenAI Responses protocol as clients speak it, without stored state: its requests read, its answers and streams written. */
@NullMarked
package com.xiaojinpro.gateway.ingress.responses;

import org.jspecify.annotations.NullMarked;
