/** Media that a provider cannot fetch itself: found in a request, fetched through an egress filter, put inline. */
@NullMarked
package com.xiaojinpro.gateway.connector.media;

import org.jspecify.annotations.NullMarked;
