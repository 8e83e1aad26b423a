package com.xiaojinpro.gateway.accounts;

import static com.xiaojinpro.gateway.accounts.TestServer.await;
import static com.xiaojinpro.gateway.accounts.TestServer.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.accounts.keys.Actor;
import com.xiaojinpro.gateway.accounts.keys.IssuedKey;
import com.xiaojinpro.gateway.accounts.usage.PriceTable;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.Intake;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.config.UsageConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a running node makes of its database: one that is there, one that comes late, one that was never there. */
@ExtendWith(VertxExtension.class)
class AccountsTest {
    @TempDir
    private Path data;

    @Test
    void withoutADatabaseThereIsNothing(Vertx vertx) {
        assertThat(Accounts.start(vertx, config(null), data, () -> PriceTable.EMPTY, "n1"))
                .isNull();
    }

    @Test
    void aDatabaseThatComesLateIsTakenWhenItComes(Vertx vertx) {
        GatewayConfig.Database settings = TestServer.database(vertx);
        Cable cable = new Cable(vertx, TestServer.address().port());
        cable.cut();
        Accounts accounts = Accounts.start(
                vertx, config(TestServer.at(settings, cable.port())), data, () -> PriceTable.EMPTY, "n1");
        assertThat(accounts.directory()).isNull();
        cable.mend(TestServer.address().port());
        Welcome welcome = await(accounts.welcome());
        assertThat(welcome.firstKey()).isNull();
        assertThat(welcome.setupToken()).isNull();
        assertThat(welcome.setupTokenFile())
                .isEqualTo(data.resolve("setup-token"))
                .exists();
        assertThat(accounts.directory()).isNotNull();
        IssuedKey made =
                await(accounts.directory().keys().create(new Actor("test"), new JsonObject().put("name", "app"), null));
        assertThat(await(accounts.keys().find(made.secret().reveal()))).isNotNull();
        await(accounts.close());
        cable.close();
    }

    @Test
    void aPrivateDatabaseHasItsFirstKeyOnceAndKeepsItOverARestart(Vertx vertx) throws Exception {
        Files.createDirectories(data.resolve("postgres"));
        GatewayConfig config = config(new GatewayConfig.Database(
                new GatewayConfig.Database.Place.Embedded(), 2, true, Duration.ofMinutes(1)));
        Accounts first = Accounts.start(vertx, config, data, () -> PriceTable.EMPTY, "n1");
        Welcome welcome = await(first.welcome());
        String key = welcome.firstKey().reveal();
        assertThat(welcome.setupToken()).isNotNull();
        assertThat(await(first.keys().find(key)).keyName()).isEqualTo("default");
        await(first.close());
        assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
        Accounts second = Accounts.start(vertx, config, data, () -> PriceTable.EMPTY, "n1");
        Welcome again = await(second.welcome());
        assertThat(again.firstKey()).isNull();
        assertThat(again.setupToken()).isNull();
        assertThat(await(second.keys().find(key)).keyName()).isEqualTo("default");
        kill(data.resolve("postgres/data/postmaster.pid"));
        until(() -> alive(data.resolve("postgres/data/postmaster.pid")), "the server was started again");
        until(() -> await(second.keys().find(key)) != null, "the key is found");
        await(second.close());
    }

    private static void kill(Path file) throws Exception {
        long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().get();
    }

    private static boolean alive(Path file) {
        try {
            long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        } catch (java.io.IOException | RuntimeException notYet) {
            return false;
        }
    }

    private static GatewayConfig config(GatewayConfig.Database database) {
        return new GatewayConfig(
                new GatewayConfig.Server(
                        "127.0.0.1", 0, 1024, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                new GatewayConfig.Management(false, "127.0.0.1", 0, null),
                new GatewayConfig.Cluster(false, "test", "127.0.0.1", 0, List.of(), 0, Duration.ZERO, Duration.ZERO),
                new GatewayConfig.Auth(List.of(), new Secret("a-pepper-of-the-tests-0123456789")),
                GatewayConfig.Media.DEFAULT,
                GatewayConfig.Quotas.DEFAULT,
                Intake.DEFAULT,
                database,
                Map.of(),
                List.of(),
                UsageConfig.DEFAULT);
    }
}
