/** OpenRouter: the compatible codec with OpenRouter's own switches, headers and extensions. */
@NullMarked
package com.xiaojinpro.gateway.connector.openrouter;

import org.jspecify.annotations.NullMarked;
