/** Google's {@code generateContent}: the codec that the Gemini API and Vertex AI share, and the type for the former. */
@NullMarked
package com.xiaojinpro.gateway.connector.gemini;

import org.jspecify.annotations.NullMarked;
