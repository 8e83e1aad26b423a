package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.accounts.keys.ApiKey;
import com.xiaojinpro.gateway.accounts.keys.IssuedKey;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.launcher.DatabaseAccess.Output;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xjp keys ...}: the client keys of the database. A secret is shown when it is made, and never again. */
@Command(description = "Makes, lists, changes, rotates and revokes client keys.", synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {
    private final Surroundings surroundings;

    KeysCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(description = "Makes a key and shows it, this once.")
    int create(
            @Mixin DatabaseAccess database,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "Names it in lists and logs.")
                    String name,
            @Option(names = "--tenant", paramLabel = "TENANT", description = "Whose key it is (default: default).")
                    @Nullable
                    String tenant,
            @Mixin AccountFields fields)
            throws InterruptedException {
        return database.run(surroundings, directory -> {
            JsonObject request = fields.json().put("name", name);
            if (tenant != null) {
                request.put("tenant", tenant);
            }
            return directory
                    .keys()
                    .create(DatabaseAccess.actor(), request, null)
                    .map(KeysCommand::issued);
        });
    }

    @Command(description = "Lists the keys, newest first.")
    int list(
            @Mixin DatabaseAccess database,
            @Mixin PageOptions page,
            @Option(names = "--tenant", paramLabel = "TENANT", description = "Only those of one tenant.") @Nullable
                    String tenant,
            @Option(names = "--revoked", description = "Those that were revoked, too.") boolean revoked)
            throws InterruptedException {
        return database.run(
                surroundings,
                directory -> directory
                        .keys()
                        .list(tenant, revoked, page.limit(), page.cursor())
                        .map(keys -> page.output(
                                keys, ApiKey::json, KeysCommand::row, "ID", "TENANT", "NAME", "STATE", "EXPIRES")));
    }

    @Command(description = "Shows all there is of a key but its secret.")
    int show(@Mixin DatabaseAccess database, @Parameters(paramLabel = "ID") String id) throws InterruptedException {
        return database.run(surroundings, directory -> directory.keys().get(id).map(KeysCommand::shown));
    }

    @Command(description = "Changes what is given.")
    int update(
            @Mixin DatabaseAccess database,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--name", paramLabel = "NAME", description = "Its new name.") @Nullable String name,
            @Mixin AccountFields fields)
            throws InterruptedException {
        return database.run(surroundings, directory -> {
            JsonObject request = fields.json();
            if (name != null) {
                request.put("name", name);
            }
            return directory.keys().update(DatabaseAccess.actor(), id, request).map(KeysCommand::shown);
        });
    }

    @Command(description = "Gives a key a new secret and shows it, this once.")
    int rotate(
            @Mixin DatabaseAccess database,
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = "--grace",
                            paramLabel = "TIME",
                            defaultValue = "0s",
                            converter = TimeSpan.class,
                            description =
                                    "How long the old secret holds, too: 30s, 15m, 24h, 7d (default: not at all).")
                    Duration grace)
            throws InterruptedException {
        return database.run(
                surroundings,
                directory -> directory
                        .keys()
                        .rotate(DatabaseAccess.actor(), id, grace)
                        .map(KeysCommand::issued));
    }

    @Command(description = "Ends a key for ever, on every node within a second.")
    int revoke(@Mixin DatabaseAccess database, @Parameters(paramLabel = "ID") String id) throws InterruptedException {
        return database.run(
                surroundings,
                directory -> directory
                        .keys()
                        .revoke(DatabaseAccess.actor(), id)
                        .map(key -> new Output(key.json(), "Key " + key.id() + " is revoked.\n")));
    }

    private static Output issued(IssuedKey issued) {
        Secret secret = issued.secret();
        String shown = secret == null ? "" : secret.reveal();
        return new Output(
                issued.key().json().put("key", shown),
                "Key (shown this once): " + shown + "\n"
                        + Tables.fields(issued.key().json()));
    }

    private static Output shown(ApiKey key) {
        return new Output(key.json(), Tables.fields(key.json()));
    }

    private static String[] row(ApiKey key) {
        Instant end = key.expiresAt();
        return new String[] {
            key.id(), key.tenant(), key.name(), key.state(Instant.now()), end == null ? "never" : end.toString()
        };
    }
}
