package com.xiaojinpro.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {
    @Test
    void scriptsCountDifferently() {
        assertThat(TokenEstimate.tokens(TokenEstimate.quarters("a".repeat(40)))).isEqualTo(10);
        assertThat(TokenEstimate.tokens(TokenEstimate.quarters("я".repeat(40)))).isEqualTo(20);
        assertThat(TokenEstimate.tokens(TokenEstimate.quarters("語".repeat(40)))).isEqualTo(40);
        assertThat(TokenEstimate.tokens(TokenEstimate.quarters("ab"))).isEqualTo(1);
        assertThat(TokenEstimate.tokens(TokenEstimate.quarters(null))).isZero();
    }

    /** Every character at every place counts the same, in a short text and in a long one. */
    @Test
    void aLongTextCountsAsTheSumOfItsPieces() {
        Random random = new Random(7);
        char[] bounds = {0, 0x7F, 0x80, 0x2E7F, 0x2E80, 0xD83D, 0xFFFF};
        for (int length : new int[] {0, 1, 127, 128, 129, 2_047, 2_048, 2_049, 10_000}) {
            StringBuilder text = new StringBuilder(length);
            long sum = 0;
            for (int i = 0; i < length; i++) {
                char c =
                        random.nextInt(3) == 0 ? bounds[random.nextInt(bounds.length)] : (char) random.nextInt(1 << 16);
                text.append(c);
                sum += c < 0x80 ? 1 : c < 0x2E80 ? 2 : 4;
            }
            assertThat(TokenEstimate.quarters(text.toString())).isEqualTo(sum);
        }
    }

    @Test
    void everyPartOfARequestCounts() {
        long before = 0;
        for (ContentPart part : List.of(
                ContentPart.Text.of("a".repeat(40)),
                new ContentPart.Reasoning("a".repeat(40), null, null, null, null, null, Extras.NONE),
                new ContentPart.Refusal("a".repeat(40)),
                new ContentPart.Opaque(Dialect.ANTHROPIC_MESSAGES, "a".repeat(40)),
                new ContentPart.ToolCall("c", "f", "a".repeat(40), false, null, null, Extras.NONE),
                new ContentPart.Document(
                        new MediaSource.PlainText("a".repeat(40)), null, null, null, null, Extras.NONE))) {
            before += estimate(Role.ASSISTANT, part);
            assertThat(estimate(Role.ASSISTANT, part)).isBetween(14L, 24L);
        }
        assertThat(before).isPositive();
        ContentPart result = new ContentPart.ToolResult(
                "c", null, List.of(ContentPart.Text.of("a".repeat(40))), false, null, Extras.NONE);
        assertThat(estimate(Role.TOOL, result)).isEqualTo(18);
    }

    @Test
    void mediaCountFlatWhateverTheirBytes() {
        MediaSource large = new MediaSource.Inline("image/png", "A".repeat(1_000_000));
        MediaSource small = new MediaSource.Inline("image/png", "A");
        assertThat(estimate(Role.USER, new ContentPart.Image(large, null, null, Extras.NONE)))
                .isEqualTo(estimate(Role.USER, new ContentPart.Image(small, null, null, Extras.NONE)))
                .isGreaterThan(1_000);
        assertThat(estimate(Role.USER, new ContentPart.Document(large, null, null, null, null, Extras.NONE)))
                .isGreaterThan(1_000);
        assertThat(estimate(Role.USER, new ContentPart.Audio(large, "wav", null, Extras.NONE)))
                .isGreaterThan(500);
        assertThat(estimate(Role.USER, new ContentPart.Video(large, null, Extras.NONE)))
                .isGreaterThan(1_000);
    }

    @Test
    void toolsAndSchemasCount() {
        long plain = TokenEstimate.prompt(new UnifiedRequestBuilder(Dialect.OPENAI_CHAT).build());
        assertThat(plain).isEqualTo(1);
        long tooled = TokenEstimate.prompt(new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .tools(List.of(
                        new ToolSpec.Function("f", "d".repeat(40), "s".repeat(40), null, null, Extras.NONE),
                        new ToolSpec.Custom("g", "d".repeat(40), null, Extras.NONE),
                        new ToolSpec.Opaque(Dialect.ANTHROPIC_MESSAGES, "o".repeat(40))))
                .responseFormat(new ResponseFormat.JsonSchema(null, null, "s".repeat(40), null, Extras.NONE))
                .build());
        assertThat(tooled).isBetween(50L, 70L);
    }

    private static long estimate(Role role, ContentPart part) {
        return TokenEstimate.prompt(new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .messages(List.of(UnifiedMessage.of(role, List.of(part))))
                .build());
    }
}
