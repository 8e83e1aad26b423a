package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.MediaSource;

/**
 * How an image that a model made is shown in a protocol whose answers have none: as a text block with a Markdown link, the
 * only form every client displays. When an image that was carried as a data URL comes back in the history it is an image
 * again, instead of a megabyte of text.
 */
final class RenderedImage {
    static final String BEFORE = "![image](";
    static final String AFTER = ")";
    private static final String DATA = BEFORE + "data:";
    private static final String BASE64 = ";base64,";

    private RenderedImage() {}

    /** The image that an assistant's text block is, or the part as it is. */
    static ContentPart restored(ContentPart part) {
        if (!(part instanceof ContentPart.Text text)
                || !text.text().startsWith(DATA)
                || text.text().indexOf(AFTER) != text.text().length() - 1) {
            return part;
        }
        int marker = text.text().indexOf(BASE64);
        if (marker < 0) {
            return part;
        }
        String mediaType = text.text().substring(DATA.length(), marker);
        String base64 =
                text.text().substring(marker + BASE64.length(), text.text().length() - AFTER.length());
        return new ContentPart.Image(new MediaSource.Inline(mediaType, base64), null, text.cacheHint(), text.extras());
    }
}
