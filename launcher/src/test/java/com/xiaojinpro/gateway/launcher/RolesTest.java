package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.launcher.node.Roles;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all|all",
                "ingress,router,connector|all",
                "ingress, router|ingress,router",
                "connector:b,connector:a|connector:b,connector:a",
                "connector:a,connector|connector",
                "router,ingress,router|ingress,router"
            })
    void aListOfRolesIsReadAndWritten(String text, String written) {
        assertThat(Roles.parse(text)).hasToString(written);
        assertThat(Roles.parse(written)).isEqualTo(Roles.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ingres", "connector:", "ingress,", "Router"})
    void whatIsNoRoleIsRefused(String text) {
        assertThatThrownBy(() -> Roles.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("all, ingress, router, connector or connector:PROVIDER was meant");
    }

    @Test
    void aNodeConnectsTheProvidersItsRolesName() {
        assertThat(Roles.ALL.connects("any")).isTrue();
        assertThat(Roles.parse("connector:a").connects("a")).isTrue();
        assertThat(Roles.parse("connector:a").connects("b")).isFalse();
        assertThat(Roles.parse("ingress").connects("a")).isFalse();
        assertThat(Roles.parse("connector:a").connectors()).isEqualTo(new Roles.Connectors.Named(Set.of("a")));
    }

    @Test
    void onlyAWholeNodeNeedsNoOther() {
        assertThat(Roles.ALL.complete()).isTrue();
        assertThat(Roles.parse("ingress,router,connector:a").complete()).isFalse();
    }
}
