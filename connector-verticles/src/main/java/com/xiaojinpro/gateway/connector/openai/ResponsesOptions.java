package com.xiaojinpro.gateway.connector.openai;

import org.jspecify.annotations.Nullable;

/**
 * How an operator wants the Responses API used.
 *
 * @param summary the word with which summaries of the reasoning are asked for ({@code auto}, {@code concise}, {@code
 *     detailed}); null never asks, for organisations that may not
 */
record ResponsesOptions(@Nullable String summary) {}
