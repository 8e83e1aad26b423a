/**
 * OpenAI chat completions and the many servers that speak something close to it: one codec, and one switch for every way
 * in which they differ.
 */
@NullMarked
package com.xiaojinpro.gateway.connector.compatible;

import org.jspecify.annotations.NullMarked;
