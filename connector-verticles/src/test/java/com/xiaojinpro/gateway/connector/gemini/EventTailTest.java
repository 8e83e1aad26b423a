package com.xiaojinpro.gateway.connector.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTailTest {
    private static final String HEAD = "{\"candidates\":[{\"index\":0}]";
    private static final String TAIL =
            ",\"usageMetadata\": {\"promptTokenCount\": 9,\n\"total\":[10,0]},\"modelVersion\":\"gemini-2.5\"}";

    private final EventTail tail = new EventTail();

    private void remember(String text) {
        byte[] event = (HEAD + text).getBytes(StandardCharsets.UTF_8);
        tail.remember(event, HEAD.length(), event.length);
    }

    /** Whether an event that ends so has the tail that is remembered. */
    private boolean again(String text) {
        byte[] event = (HEAD + text).getBytes(StandardCharsets.UTF_8);
        int start = tail.startIn(event, 0, event.length);
        assertThat(start).isIn(HEAD.length(), event.length);
        return start < event.length;
    }

    @Test
    void nothingIsKnownBeforeTheFirstEventAndAfterAnotherKindOfEvent() {
        assertThat(again(TAIL)).isFalse();
        remember(TAIL);
        assertThat(again(TAIL)).isTrue();
        tail.forget();
        assertThat(again(TAIL)).isFalse();
    }

    @Test
    void countsMayBeOthersOfAnyLength() {
        remember(TAIL);
        assertThat(again(TAIL.replace("9", "123456789012345678").replace("[10,0]", "[7,44]")))
                .isTrue();
        assertThat(tail.counts()).isTrue();
    }

    @Test
    void aTailWithoutNumbersHasNoCounts() {
        remember(",\"modelVersion\":\"gemini-2.5\"}");
        assertThat(again(",\"modelVersion\":\"gemini-2.5\"}")).isTrue();
        assertThat(tail.counts()).isFalse();
    }

    @Test
    void moreNumbersThanMostTailsHaveAreFine() {
        remember(",\"a\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]}");
        assertThat(again(",\"a\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,999]}")).isTrue();
        assertThat(again(",\"a\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"usageMetadata\": {\"promptTokenCount\": 9,\n\"total\":[10,0]},\"modelVersion\":\"gemini-3.5\"}",
                ",\"usageMetadata\": {\"promptTokenCount\": 9,\n\"other\":[10,0]},\"modelVersion\":\"gemini-2.5\"}",
                ",\"usageMetadata\": {\"promptTokenCount\": 9,\"total\":[10,0]},\"modelVersion\":\"gemini-2.5\"}",
                ",\"usageMetadata\": {\"promptTokenCount\": 09,\n\"total\":[10,0]},\"modelVersion\":\"gemini-2.5\"}",
                ",\"usageMetadata\": {\"promptTokenCount\": -9,\n\"total\":[10,0]},\"modelVersion\":\"gemini-2.5\"}",
                ",\"usageMetadata\": {\"promptTokenCount\": 9.5,\n\"total\":[10,0]},\"modelVersion\":\"gemini-2.5\"}",
                ",\"usageMetadata\": {\"promptTokenCount\": 9e5,\n\"total\":[10,0]},\"modelVersion\":\"gemini-2.5\"}",
                ",\"usageMetadata\": {\"promptTokenCount\": \"9\",\n\"total\":[10,0]},\"modelVersion\":\"gemini-2.5\"}",
                ",\"usageMetadata\": {\"promptTokenCount\": ,\n\"total\":[10,0]},\"modelVersion\":\"gemini-2.5\"}",
                ",\"usageMetadata\": {\"promptTokenCount\": 1234567890123456789,\n\"total\":[10,0]},"
                        + "\"modelVersion\":\"gemini-2.5\"}",
                ",\"usageMetadata\": {\"promptTokenCount\": 9,\n\"total\":[10,0,1]},\"modelVersion\":\"gemini-2.5\"}",
                ",\"usageMetadata\": {\"promptTokenCount\": 9,\n\"total\":[10,0]},\"modelVersion\":\"gemini-2.5\"}}",
                "}",
                ""
            })
    void anythingElseIsAnotherTail(String other) {
        remember(TAIL);
        assertThat(again(other)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "}",
                " ,\"usageMetadata\":{\"promptTokenCount\":9}}",
                ",\"usageMetadata\":{\"promptTokenCount\":-9}}",
                ",\"usageMetadata\":{\"promptTokenCount\":9.5}}",
                ",\"usageMetadata\":{\"promptTokenCount\":9e5}}",
                ",\"usageMetadata\":{\"promptTokenCount\":9E5}}",
                ",\"usageMetadata\":{\"promptTokenCount\":9},\"modelVersion\":\"\\u0041\"}",
                ",\"usageMetadata\":{\"promptTokenCount\":9},\"modelVersion\":\"\\\"}",
            })
    void whatCannotBeComparedIsNotRemembered(String text) {
        remember(text);
        assertThat(again(text)).isFalse();
    }

    @Test
    void aLongTailIsNotRemembered() {
        remember(",\"modelVersion\":\"" + "x".repeat(5_000) + "\"}");
        assertThat(again(",\"modelVersion\":\"" + "x".repeat(5_000) + "\"}")).isFalse();
    }

    @Test
    void anEventShorterThanTheTailIsAnother() {
        remember(TAIL);
        byte[] event = TAIL.substring(5).getBytes(StandardCharsets.UTF_8);
        assertThat(tail.startIn(event, 0, event.length)).isEqualTo(event.length);
        byte[] digits = "0]},\"modelVersion\":\"gemini-2.5\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(tail.startIn(digits, 0, digits.length)).isEqualTo(digits.length);
    }

    @Test
    void whereTailsAreNeverSaidAgainNoneIsRemembered() {
        for (int i = 0; i < 8; i++) {
            assertThat(again(",\"responseId\":\"" + i + "\"}")).isFalse();
            remember(",\"responseId\":\"" + i + "\"}");
        }
        remember(TAIL);
        assertThat(again(TAIL)).isFalse();
    }

    @Test
    void aTailSaidAgainIsWorthItForLong() {
        for (int i = 0; i < 100; i++) {
            remember(",\"responseId\":\"" + i + "\"}");
            if (i % 7 == 0) {
                assertThat(again(",\"responseId\":\"" + i + "\"}")).isTrue();
            }
        }
    }
}
