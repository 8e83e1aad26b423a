/** What codecs are built from, whatever the provider's dialect: readers and writers of JSON, decoders of bytes, errors. */
@NullMarked
package com.xiaojinpro.gateway.connector.codec;

import org.jspecify.annotations.NullMarked;
