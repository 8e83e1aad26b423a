package com.xiaojinpro.gateway.model;

import org.jspecify.annotations.Nullable;

/**
 * Tokens guessed from text, for where a number is needed before the provider says one, or where it never does (H74). It is
 * an estimate and is marked as one wherever it is kept: no provider's tokenizer is at work. Four ASCII characters make a
 * token, two of the other alphabets, one of the scripts written without spaces; media count flat, since their bytes say
 * nothing about their tokens. Linear in the size of the request. Pure.
 */
public final class TokenEstimate {
    private static final long IMAGE = 1_500;
    private static final long DOCUMENT = 3_000;
    private static final long AUDIO = 1_000;
    private static final long VIDEO = 5_000;
    /** What the frame of a message or a tool costs beside its text. */
    private static final long FRAME = 4;

    private static final int ASCII = 0x80;
    private static final int CJK = 0x2E80;
    /** Up to this length a copy costs more than it saves. */
    private static final int SHORT = 128;

    private static final int BLOCK = 2048;

    private TokenEstimate() {}

    /** The prompt tokens of a request, at least one. */
    public static long prompt(UnifiedRequest request) {
        long quarters = 0;
        long flat = 0;
        for (UnifiedMessage message : request.messages()) {
            flat += FRAME;
            for (ContentPart part : message.parts()) {
                quarters += quarters(part);
                flat += flat(part);
            }
        }
        for (ToolSpec tool : request.tools()) {
            flat += FRAME;
            quarters += quarters(tool);
        }
        if (request.responseFormat() instanceof ResponseFormat.JsonSchema schema) {
            quarters += quarters(schema.schema());
        }
        return Math.max(1, flat + tokens(quarters));
    }

    /** Text in quarters of a token, so that fragments can be added up without rounding each of them. */
    public static long quarters(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        int length = text.length();
        long quarters = 0;
        if (length <= SHORT) {
            for (int i = 0; i < length; i++) {
                quarters += quarters(text.charAt(i));
            }
            return quarters;
        }
        char[] block = new char[Math.min(length, BLOCK)];
        for (int from = 0; from < length; from += BLOCK) {
            int count = Math.min(BLOCK, length - from);
            text.getChars(from, from + count, block, 0);
            quarters += quarters(block, count);
        }
        return quarters;
    }

    /** Eight characters at a time, for most prompts are ASCII throughout. */
    private static int quarters(char[] block, int count) {
        int quarters = 0;
        int i = 0;
        for (; i + 8 <= count; i += 8) {
            int any = block[i] | block[i + 1] | block[i + 2] | block[i + 3];
            any |= block[i + 4] | block[i + 5] | block[i + 6] | block[i + 7];
            if (any < ASCII) {
                quarters += 8;
            } else {
                for (int j = i; j < i + 8; j++) {
                    quarters += quarters(block[j]);
                }
            }
        }
        for (; i < count; i++) {
            quarters += quarters(block[i]);
        }
        return quarters;
    }

    private static int quarters(char c) {
        return c < ASCII ? 1 : c < CJK ? 2 : 4;
    }

    /** Whole tokens of a number of quarters, rounded up. */
    public static long tokens(long quarters) {
        return (quarters + 3) / 4;
    }

    private static long quarters(ContentPart part) {
        return switch (part) {
            case ContentPart.Text text -> quarters(text.text());
            case ContentPart.Image ignored -> 0;
            case ContentPart.Document document ->
                quarters(document.title())
                        + (document.source() instanceof MediaSource.PlainText plain ? quarters(plain.text()) : 0);
            case ContentPart.Audio ignored -> 0;
            case ContentPart.Video ignored -> 0;
            case ContentPart.ToolCall call -> quarters(call.name()) + quarters(call.arguments());
            case ContentPart.ToolResult result -> {
                long inner = 0;
                for (ContentPart content : result.content()) {
                    inner += quarters(content);
                }
                yield inner;
            }
            case ContentPart.Reasoning reasoning -> quarters(reasoning.text());
            case ContentPart.Refusal refusal -> quarters(refusal.text());
            case ContentPart.Opaque opaque -> quarters(opaque.json());
        };
    }

    private static long flat(ContentPart part) {
        return switch (part) {
            case ContentPart.Text ignored -> 0;
            case ContentPart.Image ignored -> IMAGE;
            case ContentPart.Document document -> document.source() instanceof MediaSource.PlainText ? FRAME : DOCUMENT;
            case ContentPart.Audio ignored -> AUDIO;
            case ContentPart.Video ignored -> VIDEO;
            case ContentPart.ToolCall ignored -> FRAME;
            case ContentPart.ToolResult result -> {
                long inner = FRAME;
                for (ContentPart content : result.content()) {
                    inner += flat(content);
                }
                yield inner;
            }
            case ContentPart.Reasoning ignored -> 0;
            case ContentPart.Refusal ignored -> 0;
            case ContentPart.Opaque ignored -> 0;
        };
    }

    private static long quarters(ToolSpec tool) {
        return switch (tool) {
            case ToolSpec.Function function ->
                quarters(function.name()) + quarters(function.description()) + quarters(function.schema());
            case ToolSpec.Custom custom ->
                quarters(custom.name()) + quarters(custom.description()) + quarters(custom.format());
            case ToolSpec.Opaque opaque -> quarters(opaque.json());
        };
    }
}
