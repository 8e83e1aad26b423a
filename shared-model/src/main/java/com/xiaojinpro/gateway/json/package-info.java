/** JSON on bytes: a cursor that keeps raw text and paths, and a writer for what is streamed. */
@NullMarked
package com.xiaojinpro.gateway.json;

import org.jspecify.annotations.NullMarked;
