package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.ModelRoute;
import com.xiaojinpro.gateway.launcher.node.LoadedConfig;
import com.xiaojinpro.gateway.launcher.node.ReloadStatus;
import com.xiaojinpro.gateway.launcher.node.Roles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class ConfigWatcherTest {
    @TempDir
    private Path directory;

    private final List<LoadedConfig> applied = new ArrayList<>();
    private Future<Void> answer = Future.succeededFuture();
    private Instant now = Instant.ofEpochSecond(1_800_000_000);
    private Path path;
    private ConfigWatcher watcher;

    @BeforeEach
    void start() throws IOException {
        path = directory.resolve("xjp.toml");
        Files.writeString(path, Texts.ECHO);
        watcher = watcher(new NodeOptions(Roles.ALL, null));
    }

    @Test
    void aFileThatDoesNotChangeChangesNothing() {
        Instant start = now;
        tick(3);
        assertThat(applied).isEmpty();
        assertThat(watcher.status()).isEqualTo(new ReloadStatus(start, null));
    }

    @Test
    void aChangeIsTakenOnceTwoLooksSawTheSame() throws IOException {
        Instant start = now;
        Files.writeString(path, Texts.ANOTHER_MODEL);
        tick(1);
        assertThat(applied).isEmpty();
        assertThat(watcher.status().activeSince()).isEqualTo(start);
        tick(1);
        assertThat(applied).singleElement().satisfies(loaded -> {
            assertThat(loaded.config().routes()).extracting(ModelRoute::name).containsExactly("echo", "parrot");
            assertThat(loaded.providers()).containsOnlyKeys("echo");
        });
        assertThat(watcher.status()).isEqualTo(new ReloadStatus(now, null));
        assertThat(now).isAfter(start);
        tick(3);
        assertThat(applied).hasSize(1);
    }

    @Test
    void aFileStillBeingWrittenIsNotReadAsAWholeOne() throws IOException {
        String whole = Texts.ANOTHER_MODEL;
        for (int length = whole.length() - 60; length <= whole.length(); length += 10) {
            Files.writeString(path, whole.substring(0, length));
            tick(1);
            assertThat(applied).isEmpty();
            assertThat(watcher.status().refusal()).isNull();
        }
        tick(1);
        assertThat(applied).hasSize(1);
    }

    @Test
    void aWrongFileIsRefusedWithItsProblemsAndTheNodeGoesOn() throws IOException {
        Instant start = now;
        Files.writeString(path, Texts.ECHO + "[sever]\n");
        tick(2);
        assertThat(applied).isEmpty();
        assertThat(watcher.status())
                .isEqualTo(new ReloadStatus(
                        start,
                        new ReloadStatus.Refusal(now, path + ":8:1: sever: unknown key; did you mean 'server'?")));
    }

    @Test
    void aRefusalIsForgottenWhenTheFileIsRightAgain() throws IOException {
        Files.writeString(path, "[");
        tick(2);
        assertThat(watcher.status().refusal()).isNotNull();
        Files.writeString(path, Texts.ECHO);
        tick(2);
        assertThat(watcher.status()).isEqualTo(new ReloadStatus(now, null));
        assertThat(applied).hasSize(1);
    }

    @Test
    void aFileThatDisappearsIsRefusedToo() throws IOException {
        Files.delete(path);
        tick(2);
        assertThat(watcher.status().refusal().reason()).isEqualTo(path + ": cannot be read: there is no such file");
    }

    @Test
    void whatNeedsARestartIsRefusedWithTheReason() throws IOException {
        Files.writeString(path, Texts.ECHO + "[server]\nport = 9999\n");
        tick(2);
        assertThat(applied).isEmpty();
        assertThat(watcher.status().refusal().reason())
                .isEqualTo("these changes need a restart: server.port (8080 to 9999).");
    }

    @Test
    void thePortOfTheCommandLineIsNoChange() throws IOException {
        watcher = watcher(new NodeOptions(Roles.ALL, 9999));
        Files.writeString(path, Texts.ANOTHER_MODEL + "[server]\nport = 7777\n");
        tick(2);
        assertThat(applied)
                .singleElement()
                .satisfies(loaded -> assertThat(loaded.config().server().port()).isEqualTo(9999));
    }

    @Test
    void aProviderTheRolesNameCannotBeTakenAway() throws IOException {
        Files.writeString(path, Texts.ECHO + "[cluster]\nenabled = true\n");
        watcher = watcher(new NodeOptions(Roles.parse("connector:echo"), null));
        Files.writeString(
                path,
                (Texts.ECHO + "[cluster]\nenabled = true\n")
                        .replace("providers.echo", "providers.e")
                        .replace("provider = \"echo\"", "provider = \"e\""));
        tick(2);
        assertThat(watcher.status().refusal().reason())
                .isEqualTo("role connector:echo: no such provider is configured; there are e");
    }

    @Test
    void aNodeThatCannotTakeAChangeIsAskedAgainOnlyAfterTheNextOne() throws IOException {
        answer = Future.failedFuture("no room");
        Files.writeString(path, Texts.ANOTHER_MODEL);
        tick(4);
        assertThat(applied).hasSize(1);
        assertThat(watcher.status().refusal().reason()).isEqualTo("the node could not take it: no room");
        answer = Future.succeededFuture();
        Files.writeString(path, Texts.ANOTHER_MODEL + "# again\n");
        tick(2);
        assertThat(applied).hasSize(2);
        assertThat(watcher.status().refusal()).isNull();
    }

    @Test
    void onATimerItFollowsTheFileByItself(Vertx vertx, VertxTestContext context) throws IOException {
        Files.writeString(path, Texts.ANOTHER_MODEL);
        watcher.start(vertx, loaded -> {
            context.verify(() -> assertThat(loaded.config().routes()).hasSize(2));
            watcher.stop();
            context.completeNow();
            return Future.succeededFuture();
        });
    }

    private ConfigWatcher watcher(NodeOptions options) {
        ConfigFile file = new ConfigFile(path, Map.of());
        LoadedConfig loaded = ((ConfigSource.Loading.Ready) file.load()).loaded();
        return new ConfigWatcher(file, options, options.applied(loaded).config(), () -> now);
    }

    private void tick(int times) {
        now = now.plusSeconds(1);
        for (int i = 0; i < times; i++) {
            Future<Void> done = watcher.tick(loaded -> {
                applied.add(loaded);
                return answer;
            });
            assertThat(done.succeeded()).isTrue();
        }
    }
}
