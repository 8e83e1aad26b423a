/** The signatures of tool calls in the memory of the cluster. */
@NullMarked
package com.xiaojinpro.gateway.launcher.signatures;

import org.jspecify.annotations.NullMarked;
