package com.xiaojinpro.gateway.ingress.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose key a call came with, wherever it was put. */
class AuthenticatorTest {
    private static final KeyStore KEYS = new ConfiguredKeys(List.of(
            new GatewayConfig.Key("first", new Secret("sk-first"), null, List.of()),
            new GatewayConfig.Key("second", new Secret("sk-second"), null, List.of())));

    private static Future<Principal> called(@Nullable String bearer, @Nullable String apiKey, KeyStore keys) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (bearer != null) {
            headers.add("Authorization", bearer);
        }
        if (apiKey != null) {
            headers.add("X-Api-Key", apiKey);
        }
        return Authenticator.authenticate(headers, keys);
    }

    @ParameterizedTest
    @DisplayName("H117: either header will do, and of two keys one that is valid; x-api-key goes first")
    @CsvSource(nullValues = "-", textBlock = """
        Bearer sk-first,   -,          first
        -,                 sk-first,   first
        bearer sk-first,   -,          first
        'Bearer  sk-first ', -,        first
        Bearer sk-stale,   sk-first,   first
        Bearer sk-first,   sk-stale,   first
        Bearer sk-first,   '',         first
        '',                sk-first,   first
        Basic c2stZmlyc3Q=, sk-first,  first
        Bearer sk-first,   sk-second,  second
        Bearer sk-second,  sk-first,   first
        """)
    void anyValidKeyIsAccepted(@Nullable String bearer, @Nullable String apiKey, String caller) {
        assertThat(called(bearer, apiKey, KEYS).result().keyName()).isEqualTo(caller);
    }

    @ParameterizedTest
    @DisplayName("H117: no key, or none that is valid, is refused")
    @CsvSource(nullValues = "-", textBlock = """
        -,                -
        '',               ''
        Bearer,           -
        'Bearer ',        -
        sk-first,         -
        Basic sk-first,   -
        Bearer sk-stale,  sk-stale
        Bearer sk-firs,   sk-first2
        Bearer SK-FIRST,  -
        """)
    void whatIsNoKeyIsRefused(@Nullable String bearer, @Nullable String apiKey) {
        assertThat(Fault.from(called(bearer, apiKey, KEYS).cause()).kind()).isEqualTo(FaultKind.AUTHENTICATION);
    }

    @Test
    void aKeyThatIsTooLongIsNotLookedUp() {
        KeyStore none = key -> {
            throw new AssertionError("looked up");
        };
        assertThat(Fault.from(called("Bearer " + "k".repeat(5_000), null, none).cause())
                        .kind())
                .isEqualTo(FaultKind.AUTHENTICATION);
    }

    @Test
    void aStoreThatCannotTellIsNotARefusal() {
        Fault down = Fault.of(FaultKind.UNAVAILABLE, "down");
        KeyStore store = key -> key.equals("sk-unknowable") ? Future.failedFuture(down.exception()) : KEYS.find(key);
        assertThat(Fault.from(called("Bearer sk-stale", "sk-unknowable", store).cause())
                        .kind())
                .isEqualTo(FaultKind.UNAVAILABLE);
        assertThat(called("Bearer sk-first", "sk-unknowable", store).result().keyName())
                .isEqualTo("first");
    }
}
