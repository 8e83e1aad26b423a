package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.protocol.Untold;
import org.junit.jupiter.api.Test;

/** What a client can write into a request makes no time series of its own. */
class DroppedFieldsTest {
    @Test
    void whatIsKnownIsCountedByName() {
        assertThat(DroppedFields.label("top_k")).isEqualTo("top_k");
        assertThat(DroppedFields.label("tools[3].cache_control")).isEqualTo("tools");
        assertThat(DroppedFields.label("reasoning.context")).isEqualTo("reasoning");
        for (Untold untold : Untold.values()) {
            assertThat(DroppedFields.label(untold.word())).isEqualTo(untold.word());
        }
    }

    @Test
    void whatAClientInventsIsOther() {
        for (String invented : new String[] {"", ".", "x_new", "answer.invented", "a".repeat(10_000)}) {
            assertThat(DroppedFields.label(invented)).isEqualTo(DroppedFields.OTHER);
        }
    }
}
