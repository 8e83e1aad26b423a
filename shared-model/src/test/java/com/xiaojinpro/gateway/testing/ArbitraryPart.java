package com.xiaojinpro.gateway.testing;

import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generators of the parts of messages. */
public final class ArbitraryPart {
    private ArbitraryPart() {}

    /** Any part but a tool result. */
    public static Arbitrary<ContentPart> of(Dialect dialect) {
        return Arbitraries.oneOf(
                texts(),
                images(),
                documents(),
                audios(),
                videos(),
                calls(),
                reasonings(),
                refusals(),
                opaques(dialect));
    }

    /** Any tool result. */
    public static Arbitrary<ContentPart> results(Dialect dialect) {
        return new Shared<>(Combinators.combine(
                        ArbitraryText.name(),
                        ArbitraryText.name().injectNull(0.7),
                        Arbitraries.oneOf(texts(), images(), documents(), opaques(dialect))
                                .list()
                                .ofMaxSize(3),
                        Arbitraries.of(true, false),
                        hints(),
                        extras())
                .as(ContentPart.ToolResult::new));
    }

    public static Arbitrary<MediaSource> media() {
        return Arbitraries.oneOf(
                ArbitraryText.any().map(text -> new MediaSource.Url("https://example.com/" + text)),
                Combinators.combine(
                                Arbitraries.of("image/png", "application/pdf", "audio/wav")
                                        .injectNull(0.2),
                                Arbitraries.of("", "QUJD", "iVBORw0KGgo="))
                        .as(MediaSource.Inline::new),
                ArbitraryText.any().map(MediaSource.PlainText::new),
                ArbitraryText.name().map(MediaSource.FileId::new));
    }

    private static Arbitrary<ContentPart> texts() {
        return Arbitraries.oneOf(
                ArbitraryText.any().map(ContentPart.Text::of),
                Combinators.combine(ArbitraryText.any(), hints(), extras()).as(ContentPart.Text::new));
    }

    private static Arbitrary<ContentPart> images() {
        return Combinators.combine(
                        media(), Arbitraries.of("auto", "low", "high").injectNull(0.5), hints(), extras())
                .as(ContentPart.Image::new);
    }

    private static Arbitrary<ContentPart> documents() {
        return Combinators.combine(
                        media(),
                        ArbitraryText.any().injectNull(0.5),
                        ArbitraryText.any().injectNull(0.5),
                        Arbitraries.of(true, false).injectNull(0.5),
                        hints(),
                        extras())
                .as(ContentPart.Document::new);
    }

    private static Arbitrary<ContentPart> audios() {
        return Combinators.combine(media(), Arbitraries.of("wav", "mp3").injectNull(0.3), hints(), extras())
                .as(ContentPart.Audio::new);
    }

    private static Arbitrary<ContentPart> videos() {
        return Combinators.combine(media(), hints(), extras()).as(ContentPart.Video::new);
    }

    private static Arbitrary<ContentPart> calls() {
        return Combinators.combine(
                        ArbitraryText.name(),
                        ArbitraryText.name(),
                        ArbitraryJson.objects(),
                        Arbitraries.of(true, false),
                        ArbitraryText.name().injectNull(0.7),
                        hints(),
                        extras())
                .as(ContentPart.ToolCall::new);
    }

    private static Arbitrary<ContentPart> reasonings() {
        return Combinators.combine(
                        ArbitraryText.any(),
                        ArbitraryText.any().injectNull(0.5),
                        ArbitraryText.name().injectNull(0.5),
                        ArbitraryText.name().injectNull(0.5),
                        origins(),
                        ArbitraryText.name().injectNull(0.5),
                        extras())
                .as(ContentPart.Reasoning::new);
    }

    private static Arbitrary<ContentPart> refusals() {
        return ArbitraryText.any().map(ContentPart.Refusal::new);
    }

    private static Arbitrary<ContentPart> opaques(Dialect dialect) {
        return ArbitraryJson.foreignObjects().map(json -> new ContentPart.Opaque(dialect, json));
    }

    static Arbitrary<String> origins() {
        return Arbitraries.of("anthropic-claude-v1", "google-gemini-v1", "openai-responses-v1")
                .injectNull(0.3);
    }

    private static Arbitrary<CacheHint> hints() {
        return ArbitraryRequest.cacheHints().injectNull(0.7);
    }

    private static Arbitrary<Extras> extras() {
        return ArbitraryJson.extras();
    }
}
