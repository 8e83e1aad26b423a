/** A running gateway node: its lanes, its membership in the cluster, its management port and its metrics. */
@NullMarked
package com.xiaojinpro.gateway.launcher.node;

import org.jspecify.annotations.NullMarked;
