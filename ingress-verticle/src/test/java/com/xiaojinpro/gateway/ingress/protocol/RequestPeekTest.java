package com.xiaojinpro.gateway.ingress.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.fault.FaultException;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class RequestPeekTest {

    @Test
    void bothFieldsAreFoundWhereverTheyStand() {
        assertThat(peek("{\"messages\":[{\"model\":\"inner\",\"stream\":false}],\"stream\":true,\"model\":\"m\"}"))
                .isEqualTo(new RequestPeek("m", true));
        assertThat(peek("{\"model\":\"m\",\"stream\":false,\"messages\":[]}")).isEqualTo(new RequestPeek("m", false));
    }

    @Test
    void absentFieldsAreAbsent() {
        assertThat(peek("{}")).isEqualTo(new RequestPeek(null, false));
        assertThat(peek("{\"messages\":[]}")).isEqualTo(new RequestPeek(null, false));
    }

    @Test
    void aFieldOfTheWrongTypeIsAbsent() {
        assertThat(peek("{\"model\":{\"model\":\"inner\"},\"stream\":\"true\"}"))
                .isEqualTo(new RequestPeek(null, false));
        assertThat(peek("{\"model\":null,\"stream\":null}")).isEqualTo(new RequestPeek(null, false));
    }

    @Test
    void theLookEndsWhereBothAreKnown() {
        assertThat(peek("{\"model\":\"m\",\"stream\":true,\"messages\":[ what is this"))
                .isEqualTo(new RequestPeek("m", true));
    }

    @Test
    void aBodyThatBreaksOffBeforeIsRefused() {
        assertThatThrownBy(() -> peek("{\"model\":\"m\",\"messages\":[")).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> peek("[]")).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> peek("")).isInstanceOf(FaultException.class);
    }

    private static RequestPeek peek(String body) {
        return RequestPeek.of(Buffer.buffer(body));
    }
}
