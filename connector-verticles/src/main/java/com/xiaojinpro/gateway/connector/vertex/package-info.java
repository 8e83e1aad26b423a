/** Vertex AI: where its models are, and the tokens that open them. */
@NullMarked
package com.xiaojinpro.gateway.connector.vertex;

import org.jspecify.annotations.NullMarked;
