/** The configuration as values, and how it is read from TOML with every problem reported at once. */
@NullMarked
package com.xiaojinpro.gateway.config;

import org.jspecify.annotations.NullMarked;
