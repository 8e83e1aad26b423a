package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Extras;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A generated image, whole at once: an {@code image_generation_call} with its bytes. One that is only an address has no form
 * in this protocol but a link in a text.
 */
final class ImagePart implements OutputPart {
    private static final byte[] COMPLETED = Output.opener("response.image_generation_call.completed");

    private final Output output;
    private final Extras extras;
    private final StringBuilder url = new StringBuilder();

    ImagePart(Output output, Extras extras) {
        this.output = output;
        this.extras = extras;
    }

    /** The base64 of a data URL; null where it is none. */
    static @Nullable String base64(String url) {
        int comma = url.indexOf(',');
        boolean inline = url.regionMatches(true, 0, "data:", 0, 5)
                && comma > 0
                && url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64");
        return inline ? url.substring(comma + 1) : null;
    }

    /** The text that stands for an image of which only the address is known. */
    static String link(String url) {
        return "![image](" + url + ")";
    }

    @Override
    public void delta(ByteWriter out, DeltaKind kind, String value) {
        if (kind == DeltaKind.CONTENT) {
            url.append(value);
        }
    }

    @Override
    public void close(ByteWriter out) {
        if (url.isEmpty()) {
            return;
        }
        String base64 = base64(url.toString());
        if (base64 == null) {
            TextPart text = new TextPart(output, Extras.NONE);
            text.delta(out, DeltaKind.CONTENT, link(url.toString()));
            text.close(out);
            return;
        }
        ItemFrame item = output.add("ig", extras);
        item.added(out, item(item, ItemJson.IN_PROGRESS, null));
        output.begin(out, COMPLETED).raw(item.at(""));
        output.end(out);
        item.done(out, item(item, ItemJson.COMPLETED, base64));
    }

    @Override
    public void breakOff() {}

    private byte[] item(ItemFrame item, String status, @Nullable String base64) {
        return ItemJson.image(output.scratch(), item.id(), status, base64, item.extras())
                .take()
                .getBytes();
    }
}
