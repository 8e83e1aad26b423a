package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import java.util.ArrayList;
import java.util.List;

/** A generated image: {@code delta.images}, whole in one chunk, because clients do not put URLs together. */
final class ImagePart implements StreamPart {
    private final StreamChoice choice;
    private final List<String> url = new ArrayList<>(1);

    ImagePart(StreamChoice choice) {
        this.choice = choice;
    }

    @Override
    public void open(ByteWriter out) {}

    @Override
    public void delta(ByteWriter out, DeltaKind kind, String value) {
        if (kind == DeltaKind.CONTENT && !value.isEmpty()) {
            url.add(value);
        }
    }

    @Override
    public void close(ByteWriter out) {
        if (url.isEmpty()) {
            return;
        }
        out.raw(choice.before("\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\""));
        for (String piece : url) {
            out.escaped(piece);
        }
        out.raw("\"},\"index\":").number(choice.nextImage()).raw(choice.after("}]"));
    }
}
