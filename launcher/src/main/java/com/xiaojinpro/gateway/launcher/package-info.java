/** The runnable gateway: command line, configuration sources and reload, roles, and the start and stop of a node. */
@NullMarked
package com.xiaojinpro.gateway.launcher;

import org.jspecify.annotations.NullMarked;
