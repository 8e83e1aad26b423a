/**
 * The unified model: what every client protocol is read into, every provider is asked from, and every answer is
 * streamed as. Sealed and immutable; no Vert.x type but {@code Buffer}.
 */
@NullMarked
package com.xiaojinpro.gateway.model;

import org.jspecify.annotations.NullMarked;
