package com.xiaojinpro.gateway.connector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private final Redaction redaction = new Redaction(List.of("my-own-key", "llm.internal:8443", "no"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-proj-abcDEF1234567890",
                "sk-ant-api03-abcdef1234567890",
                "sk-or-v1-0123456789abcdef",
                "gsk_abcdefgh12345678",
                "xai-0123456789abcdef",
                "AIzaSyA1234567890abcdefghijklmnop",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
                "Bearer abcdef123456789",
                "my-own-key",
            })
    void credentialsAreTakenOut(String credential) {
        assertThat(redaction.of("The key " + credential + " is wrong."))
                .doesNotContain(credential)
                .startsWith("The key ")
                .endsWith(" is wrong.");
    }

    @Test
    void keysInUrlsAndTheUpstreamItselfAreTakenOut() {
        assertThat(redaction.of("POST https://llm.internal:8443/v1?key=topsecret&x=1 failed"))
                .isEqualTo("POST https://[redacted]/v1[redacted]&x=1 failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The model `task-force-one` does not exist.",
                "Invalid 'messages': empty array. See https://platform.openai.com/docs.",
                "You need to provide your API key in an Authorization header using Bearer auth.",
                "no",
            })
    void ordinaryWordsStay(String text) {
        assertThat(redaction.of(text)).isEqualTo(text);
    }

    @Test
    void anEndlessTextIsCut() {
        assertThat(redaction.of("x".repeat(100_000))).hasSizeLessThan(5_000);
    }
}
