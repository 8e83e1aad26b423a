package com.xiaojinpro.gateway.connector.compatible;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whose thoughts a model behind OpenRouter reads, by the author that its name begins with and the format that a thought has.
 * A signature or a ciphertext of another maker is refused, or worth nothing (H62).
 */
final class ThoughtFormats {
    static final String UNKNOWN = "unknown";

    private ThoughtFormats() {}

    /**
     * Whether a model reads thoughts of a format. A name without an author, or one that stands for any model, is taken to
     * read all.
     *
     * @param format null for text of which nothing is known
     */
    static boolean reads(String model, @Nullable String format) {
        int slash = model.indexOf('/');
        String author = slash < 0 ? "" : model.substring(0, slash).toLowerCase(Locale.ROOT);
        if (author.isEmpty() || author.equals("openrouter") || author.startsWith("@")) {
            return true;
        }
        if (format == null || format.isEmpty() || format.equals(UNKNOWN)) {
            return !onlySealed(author, model.substring(slash + 1));
        }
        return switch (author) {
            case "anthropic" -> format.startsWith("anthropic-") || format.startsWith("bedrock-");
            case "google" -> format.startsWith("google-");
            case "openai" -> format.startsWith("openai-") || format.startsWith("azure-openai-");
            case "x-ai" -> format.startsWith("xai-");
            case "amazon" -> format.startsWith("bedrock-");
            case "meta-llama", "meta" -> format.startsWith("meta-");
            default -> false;
        };
    }

    /** Whether a model takes no thought back that its maker has not sealed. */
    private static boolean onlySealed(String author, String name) {
        return switch (author) {
            case "anthropic" -> true;
            case "google" -> name.startsWith("gemini");
            case "openai" -> !name.startsWith("gpt-oss");
            default -> false;
        };
    }
}
