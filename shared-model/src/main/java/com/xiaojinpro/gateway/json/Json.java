package com.xiaojinpro.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The one JSON factory of the gateway. Its bounds: nesting 500 deep, strings and documents as long as the body limit lets
 * them be (base64 media is one string), numbers of 1,000 digits (H121).
 */
public final class Json {
    /** How deep a document may be nested. */
    static final int MAX_DEPTH = 500;

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(50_000)
                    .maxNumberLength(1_000)
                    .build())
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // JSON between systems is UTF-8 (RFC 8259); two zero bytes in a body must not make it UTF-16 and move
            // offsets.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();

    private Json() {}

    /** A generator of UTF-8 JSON; closing it does not fail on memory streams. */
    public static JsonGenerator generator(OutputStream out) {
        try {
            return FACTORY.createGenerator(out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
