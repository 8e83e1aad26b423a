/** The OpenAI Chat Completions protocol as clients speak it: its requests read, its answers, streams and errors written. */
@NullMarked
package com.xiaojinpro.gateway.ingress.openai;

import org.jspecify.annotations.NullMarked;
