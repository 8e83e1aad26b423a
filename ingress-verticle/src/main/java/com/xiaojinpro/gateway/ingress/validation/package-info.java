/** What a request may hold: ceilings and the ranges of parameters. Pure. */
@NullMarked
package com.xiaojinpro.gateway.ingress.validation;

import org.jspecify.annotations.NullMarked;
