/** What every provider over HTTP needs and no vendor defines: byte access, waiting hints, redaction. */
@NullMarked
package com.xiaojinpro.gateway.connector.wire;

import org.jspecify.annotations.NullMarked;
