/** What both sides of the gateway need of HTTP. */
@NullMarked
package com.xiaojinpro.gateway.http;

import org.jspecify.annotations.NullMarked;
