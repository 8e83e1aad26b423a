package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.launcher.DatabaseAccess.Output;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code xjp admin ...}: the way into the admin API for who can reach the database. */
@Command(description = "Gives access to the admin API.", synopsisSubcommandLabel = "COMMAND")
final class AdminCommand {
    private final Surroundings surroundings;

    AdminCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "setup-token",
            description = "Makes a new setup token, in place of one that may be there, and shows it, this once.")
    int setupToken(@Mixin DatabaseAccess database) throws InterruptedException {
        return database.run(
                surroundings,
                directory -> directory
                        .admins()
                        .replaceSetupToken(DatabaseAccess.actor())
                        .map(token -> new Output(
                                new JsonObject().put("setup_token", token.reveal()),
                                "Setup token (exchanged once for an admin token): " + token.reveal() + "\n")));
    }
}
