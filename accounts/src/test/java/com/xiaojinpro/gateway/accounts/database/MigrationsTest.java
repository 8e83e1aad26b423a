package com.xiaojinpro.gateway.accounts.database;

import static com.xiaojinpro.gateway.accounts.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.accounts.TestServer;
import com.xiaojinpro.gateway.config.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class MigrationsTest {
    private static final List<Migration> TWO = List.of(
            new Migration(1, "one", "create table one (id int); insert into one values (1);"),
            new Migration(2, "two", "alter table one add column more text;"));

    @Test
    void theSecondTimeThereIsNothingToDo(Vertx vertx) {
        Database database = TestServer.open(vertx, TestServer.database(vertx));
        Migrations migrations = new Migrations(database);
        List<Migration> all = Migration.shipped();
        assertThat(await(migrations.missing())).isEqualTo(all).isNotEmpty();
        assertThat(await(migrations.apply())).isEqualTo(all);
        assertThat(await(migrations.missing())).isEmpty();
        assertThat(await(migrations.apply())).isEmpty();
    }

    @Test
    void nodesThatStartAtTheSameTimeApplyEachStepOnce(Vertx vertx) {
        GatewayConfig.Database settings = TestServer.database(vertx);
        List<Future<List<Migration>>> nodes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            nodes.add(new Migrations(TestServer.open(vertx, settings), TWO).apply());
        }
        await(Future.all(nodes));
        assertThat(nodes.stream().mapToInt(node -> node.result().size()).sum()).isEqualTo(2);
    }

    @Test
    void aStepThatFailsLeavesTheSchemaAsItWas(Vertx vertx) {
        Database database = TestServer.open(vertx, TestServer.database(vertx));
        List<Migration> broken = List.of(TWO.get(0), new Migration(2, "broken", "alter table none add column x int"));
        assertThatThrownBy(() -> await(new Migrations(database, broken).apply()))
                .hasMessageContaining("none");
        assertThat(await(new Migrations(database, TWO).apply())).isEqualTo(TWO);
    }

    @Test
    void aStepThatWasAppliedWithAnotherTextIsRefused(Vertx vertx) {
        Database database = TestServer.open(vertx, TestServer.database(vertx));
        await(new Migrations(database, TWO).apply());
        List<Migration> changed = List.of(new Migration(1, "one", "create table other (id int)"));
        assertThatThrownBy(() -> await(new Migrations(database, changed).apply()))
                .hasMessage("migration 1 (one) was applied with another text than this gateway's");
    }

    @Test
    void stepsOfANewerGatewayAreLeftAlone(Vertx vertx) {
        Database database = TestServer.open(vertx, TestServer.database(vertx));
        await(new Migrations(database, TWO).apply());
        assertThat(await(new Migrations(database, TWO.subList(0, 1)).apply())).isEmpty();
    }

    @Test
    void everyFileIsInTheIndexInOrder() throws IOException {
        Path folder = Path.of("src/main/resources/com/xiaojinpro/gateway/accounts/database/migrations");
        try (var files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("index"))
                    .sorted()
                    .toList();
            assertThat(Files.readAllLines(folder.resolve("index"))).isEqualTo(names);
        }
        List<Migration> shipped = Migration.shipped();
        for (int i = 0; i < shipped.size(); i++) {
            assertThat(shipped.get(i).number()).isEqualTo(i + 1);
        }
        assertThat(new Migration(1, "n", "a\r\nb").checksum()).isEqualTo(new Migration(1, "n", "a\nb").checksum());
    }
}
