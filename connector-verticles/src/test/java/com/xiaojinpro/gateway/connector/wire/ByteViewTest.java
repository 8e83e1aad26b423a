package com.xiaojinpro.gateway.connector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ByteViewTest {
    private static String text(ByteView view) {
        return new String(view.bytes(), view.offset(), view.length(), StandardCharsets.UTF_8);
    }

    @Test
    void aSliceIsSeenWhereItLies() {
        byte[] array = "xxhelloyy".getBytes(StandardCharsets.UTF_8);
        ByteView view = ByteView.of(BufferInternal.buffer(Unpooled.wrappedBuffer(array, 2, 5)));
        assertThat(text(view)).isEqualTo("hello");
        assertThat(view.bytes()).isSameAs(array);
    }

    @Test
    void memoryOutsideOfTheHeapIsCopied() {
        Buffer direct =
                BufferInternal.buffer(Unpooled.directBuffer().writeBytes("hello".getBytes(StandardCharsets.UTF_8)));
        assertThat(text(ByteView.of(direct))).isEqualTo("hello");
    }
}
