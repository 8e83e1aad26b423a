package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.accounts.database.Migration;
import com.xiaojinpro.gateway.accounts.database.Migrations;
import com.xiaojinpro.gateway.launcher.DatabaseAccess.Output;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code xjp migrate}: brings the schema of the database up to date. */
@Command(description = "Brings the schema of the database up to date.")
final class MigrateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private DatabaseAccess database = new DatabaseAccess();

    @Option(names = "--dry-run", description = "Only says what would be done.")
    private boolean dryRun;

    MigrateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        return database.connected(surroundings, (vertx, connections, settings) -> {
            Migrations migrations = new Migrations(connections);
            return (dryRun ? migrations.missing() : migrations.apply()).map(this::output);
        });
    }

    private Output output(List<Migration> steps) {
        StringBuilder text = new StringBuilder();
        JsonArray applied = new JsonArray();
        for (Migration step : steps) {
            applied.add(new JsonObject().put("number", step.number()).put("name", step.name()));
            text.append(dryRun ? "Missing: " : "Applied: ")
                    .append(step.number())
                    .append(' ')
                    .append(step.name());
            text.append('\n');
        }
        return new Output(
                new JsonObject().put(dryRun ? "missing" : "applied", applied),
                steps.isEmpty() ? "The schema is up to date.\n" : text.toString());
    }
}
