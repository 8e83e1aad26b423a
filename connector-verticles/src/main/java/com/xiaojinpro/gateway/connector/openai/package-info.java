/** OpenAI: chat completions and the Responses API, with what its models accept as data; and Azure's face of both. */
@NullMarked
package com.xiaojinpro.gateway.connector.openai;

import org.jspecify.annotations.NullMarked;
