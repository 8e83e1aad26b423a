package com.xiaojinpro.gateway.connector.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MediaUrlsTest {
    private static final MediaSource A = new MediaSource.Url("https://example.org/a");
    private static final MediaSource B = new MediaSource.Url("https://example.org/b");
    private static final MediaSource.Inline FETCHED = new MediaSource.Inline("image/png", "AAAA");

    private final UnifiedRequest request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
            .model("m")
            .messages(List.of(
                    UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("t"), image(A), document(B), image(A))),
                    UnifiedMessage.of(
                            Role.TOOL,
                            List.of(new ContentPart.ToolResult(
                                    "c", null, List.of(image(B)), true, null, Extras.NONE)))))
            .body(Buffer.buffer("{}"))
            .build();

    @Test
    void addressesAreFoundOnceInToolResultsToo() {
        assertThat(MediaUrls.of(request, (part, url) -> true))
                .containsExactly("https://example.org/a", "https://example.org/b");
        assertThat(MediaUrls.of(request, (part, url) -> part instanceof ContentPart.Document))
                .containsExactly("https://example.org/b");
    }

    @Test
    void whatWasFetchedStandsInlineAndTheOldBodyIsGone() {
        UnifiedRequest inlined = MediaUrls.inlined(request, Map.of("https://example.org/b", FETCHED));

        assertThat(inlined.messages().get(0).parts())
                .containsExactly(ContentPart.Text.of("t"), image(A), document(FETCHED), image(A));
        assertThat(inlined.messages().get(1).parts())
                .containsExactly(
                        new ContentPart.ToolResult("c", null, List.of(image(FETCHED)), true, null, Extras.NONE));
        assertThat(inlined.body().length()).isZero();
    }

    private static ContentPart image(MediaSource source) {
        return new ContentPart.Image(source, "high", null, Extras.NONE);
    }

    private static ContentPart document(MediaSource source) {
        return new ContentPart.Document(source, "t", "f.pdf", true, null, Extras.NONE);
    }
}
