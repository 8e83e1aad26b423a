package com.xiaojinpro.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("H50: schemas that keep to the rules of strict, and such that do not")
class StrictSchemaTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}",
                "{\"type\":\"object\",\"properties\":{\"type\":{\"type\":\"string\"},\"not\":{\"type\":[\"integer\",\"null\"]}},\"required\":[\"not\",\"type\"],\"additionalProperties\":false}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/A\"}},\"required\":[\"a\"],\"additionalProperties\":false,"
                        + "\"$defs\":{\"A\":{\"type\":\"array\",\"items\":{\"anyOf\":[{\"type\":\"string\",\"enum\":[\"x\"]},{\"type\":\"null\"}]}}}}",
            })
    void conforming(String schema) {
        assertThat(StrictSchema.conforms(schema)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"type\":\"string\"}",
                "{\"type\":\"object\"",
                "{\"type\":\"object\"}",
                "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":true}",
                "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":{\"type\":\"string\"}}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[],\"additionalProperties\":false}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\"}},\"required\":[\"a\"],\"additionalProperties\":false}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}},\"required\":[\"a\"],\"additionalProperties\":false}",
                "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false,\"allOf\":[]}",
                "{\"anyOf\":[{\"type\":\"object\"}]}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"object\",\"properties\":{\"b\":{}}}]}},\"required\":[\"a\"],\"additionalProperties\":false}",
            })
    void others(String schema) {
        assertThat(StrictSchema.conforms(schema)).isFalse();
    }
}
