/** The gateway as its clients see it: official SDKs and recorded provider traffic against a running node. */
@NullMarked
package com.xiaojinpro.gateway.conformance;

import org.jspecify.annotations.NullMarked;
