package com.xiaojinpro.gateway.connector.compatible;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which thoughts a model behind OpenRouter reads. */
class ThoughtFormatsTest {
    private static final String CLAUDE = "anthropic-claude-v1";
    private static final String GEMINI = "google-gemini-v1";
    private static final String OPENAI = "openai-responses-v1";

    @Test
    @DisplayName("H62: each maker's models read their maker's seals")
    void eachMakerReadsItsOwn() {
        assertThat(ThoughtFormats.reads("anthropic/claude-opus-5", CLAUDE)).isTrue();
        assertThat(ThoughtFormats.reads("anthropic/claude-opus-5", "bedrock-claude-v1"))
                .isTrue();
        assertThat(ThoughtFormats.reads("anthropic/claude-opus-5", GEMINI)).isFalse();
        assertThat(ThoughtFormats.reads("Google/gemini-3-pro", GEMINI)).isTrue();
        assertThat(ThoughtFormats.reads("google/gemini-3-pro", OPENAI)).isFalse();
        assertThat(ThoughtFormats.reads("openai/gpt-5", OPENAI)).isTrue();
        assertThat(ThoughtFormats.reads("openai/gpt-5", "azure-openai-responses-v1"))
                .isTrue();
        assertThat(ThoughtFormats.reads("openai/gpt-5", CLAUDE)).isFalse();
        assertThat(ThoughtFormats.reads("x-ai/grok-5", "xai-responses-v1")).isTrue();
        assertThat(ThoughtFormats.reads("x-ai/grok-5", OPENAI)).isFalse();
        assertThat(ThoughtFormats.reads("meta-llama/muse-2", "meta-responses-v1"))
                .isTrue();
        assertThat(ThoughtFormats.reads("amazon/nova-3", "bedrock-nova-v1")).isTrue();
        assertThat(ThoughtFormats.reads("deepseek/deepseek-v4", CLAUDE)).isFalse();
    }

    @Test
    void textWithoutASealIsForModelsThatKnowNone() {
        assertThat(ThoughtFormats.reads("deepseek/deepseek-v4", null)).isTrue();
        assertThat(ThoughtFormats.reads("z-ai/glm-6", "unknown")).isTrue();
        assertThat(ThoughtFormats.reads("openai/gpt-oss-120b", null)).isTrue();
        assertThat(ThoughtFormats.reads("google/gemma-4", null)).isTrue();
        assertThat(ThoughtFormats.reads("openai/gpt-5", null)).isFalse();
        assertThat(ThoughtFormats.reads("google/gemini-3-pro", "unknown")).isFalse();
        assertThat(ThoughtFormats.reads("anthropic/claude-opus-5", null)).isFalse();
    }

    @Test
    void aNameThatTellsNoMakerReadsAll() {
        for (String model : new String[] {"openrouter/auto", "@preset/mine", "claude-opus-5"}) {
            assertThat(ThoughtFormats.reads(model, CLAUDE)).isTrue();
            assertThat(ThoughtFormats.reads(model, GEMINI)).isTrue();
            assertThat(ThoughtFormats.reads(model, null)).isTrue();
        }
    }
}
