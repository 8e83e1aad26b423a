/** Ollama, over its compatible endpoint. */
@NullMarked
package com.xiaojinpro.gateway.connector.ollama;

import org.jspecify.annotations.NullMarked;
