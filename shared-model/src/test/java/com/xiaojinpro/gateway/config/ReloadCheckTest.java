package com.xiaojinpro.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReloadCheckTest {
    private static final GatewayConfig RUNNING = ConfigTexts.accepted(ConfigTexts.MINIMAL);

    @Test
    void keysRoutesAndProvidersMayChange() {
        GatewayConfig next = ConfigTexts.accepted(ConfigTexts.MINIMAL + """
                [[auth.keys]]
                name = "b"
                key = "0123456789"
                [providers.more]
                type = "test"
                [models.n]
                primary = { provider = "more", model = "n" }
                """);
        assertThat(ReloadCheck.refusal(RUNNING, next)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "server,host,'\"::1\"',127.0.0.1 to ::1",
                "server,port,9000,8080 to 9000",
                "server,max_body_bytes,1024,33554432 to 1024",
                "server,keepalive_after_ms,5,10000 to 5",
                "server,keepalive_interval_ms,5,10000 to 5",
                "server,client_stall_timeout_ms,5,60000 to 5",
                "server,shutdown_grace_ms,5,30000 to 5",
                "management,enabled,false,true to false",
                "management,host,'\"::1\"',127.0.0.1 to ::1",
                "management,port,9001,8081 to 9001",
                "cluster,enabled,true,false to true",
                "cluster,name,'\"other\"',xjp to other",
                "cluster,host,'\"::1\"',127.0.0.1 to ::1",
                "cluster,port,5701,0 to 5701",
                "cluster,members,'[\"a\"]',[] to [a]",
                "cluster,event_bus_port,1,0 to 1",
                "cluster,ping_interval_ms,20,1000 to 20",
                "cluster,peer_timeout_ms,4000,3000 to 4000"
            })
    void whatTheNodeWasBuiltOnMayNot(String section, String key, String value, String change) {
        GatewayConfig next =
                ConfigTexts.accepted(ConfigTexts.MINIMAL + "[" + section + "]\n" + key + " = " + value + "\n");
        assertThat(ReloadCheck.refusal(RUNNING, next))
                .isEqualTo("these changes need a restart: " + section + "." + key + " (" + change + ").");
    }

    @Test
    void everyChangeIsNamed() {
        GatewayConfig next = ConfigTexts.accepted(ConfigTexts.MINIMAL + "[server]\nport = 1\n[cluster]\nport = 2\n");
        assertThat(ReloadCheck.refusal(RUNNING, next))
                .isEqualTo("these changes need a restart: server.port (8080 to 1), cluster.port (0 to 2).");
    }

    /** The URL may hold a password: neither side of the change is told. */
    @Test
    void anotherRedisNeedsARestartAndIsNotQuoted() {
        GatewayConfig next = ConfigTexts.accepted(ConfigTexts.MINIMAL + "[redis]\nurl = \"redis://:s3cret@db:6379\"\n");
        assertThat(ReloadCheck.refusal(RUNNING, next)).contains("redis.url").doesNotContain("s3cret");
    }

    @Test
    void ceilingsAndIdempotencyMayChange() {
        GatewayConfig next = ConfigTexts.accepted(
                ConfigTexts.MINIMAL + "[validation]\nmax_tools = 3\n[idempotency]\nduplicates = \"refuse\"\n");
        assertThat(next.intake().ceilings().maxTools()).isEqualTo(3);
        assertThat(next.intake().idempotency().duplicates()).isEqualTo(IdempotencySettings.Duplicates.REFUSE);
        assertThat(ReloadCheck.refusal(RUNNING, next)).isNull();
    }
}
