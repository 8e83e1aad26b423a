/** The Anthropic Messages protocol as clients speak it: requests in, streams, whole answers, errors and model lists out. */
@NullMarked
package com.xiaojinpro.gateway.ingress.anthropic;

import org.jspecify.annotations.NullMarked;
