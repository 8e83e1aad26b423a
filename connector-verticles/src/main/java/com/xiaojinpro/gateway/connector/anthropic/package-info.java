/**
 * Anthropic's Messages protocol as a provider speaks it: bodies from requests, events from answers, what each Claude model
 * takes. Another host of the same protocol uses {@link MessagesBody} and {@link MessagesAnswers}.
 */
@NullMarked
package com.xiaojinpro.gateway.connector.anthropic;

import org.jspecify.annotations.NullMarked;
