package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.accounts.keys.Tenant;
import com.xiaojinpro.gateway.launcher.DatabaseAccess.Output;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code xjp tenants ...}: the owners of keys. */
@Command(description = "Makes, lists and changes tenants.", synopsisSubcommandLabel = "COMMAND")
final class TenantsCommand {
    private final Surroundings surroundings;

    TenantsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(description = "Makes a tenant. Its name never changes.")
    int create(
            @Mixin DatabaseAccess database, @Parameters(paramLabel = "NAME") String name, @Mixin AccountFields fields)
            throws InterruptedException {
        return database.run(
                surroundings,
                directory -> directory
                        .tenants()
                        .create(DatabaseAccess.actor(), fields.json().put("name", name), null)
                        .map(made -> shown(made.tenant())));
    }

    @Command(description = "Lists the tenants by name.")
    int list(@Mixin DatabaseAccess database, @Mixin PageOptions page) throws InterruptedException {
        return database.run(
                surroundings,
                directory -> directory
                        .tenants()
                        .list(page.limit(), page.cursor())
                        .map(tenants ->
                                page.output(tenants, Tenant::json, TenantsCommand::row, "NAME", "STATE", "MODELS")));
    }

    @Command(description = "Shows all there is of a tenant.")
    int show(@Mixin DatabaseAccess database, @Parameters(paramLabel = "NAME") String name) throws InterruptedException {
        return database.run(
                surroundings, directory -> directory.tenants().get(name).map(TenantsCommand::shown));
    }

    @Command(description = "Changes what is given.")
    int update(
            @Mixin DatabaseAccess database, @Parameters(paramLabel = "NAME") String name, @Mixin AccountFields fields)
            throws InterruptedException {
        return change(database, name, fields.json());
    }

    @Command(description = "Refuses the keys of a tenant, on every node within a second, until 'xjp tenants enable'.")
    int disable(@Mixin DatabaseAccess database, @Parameters(paramLabel = "NAME") String name)
            throws InterruptedException {
        return change(database, name, new JsonObject().put("enabled", false));
    }

    @Command(description = "Accepts the keys of a tenant again.")
    int enable(@Mixin DatabaseAccess database, @Parameters(paramLabel = "NAME") String name)
            throws InterruptedException {
        return change(database, name, new JsonObject().put("enabled", true));
    }

    private int change(DatabaseAccess database, String name, JsonObject request) throws InterruptedException {
        return database.run(
                surroundings,
                directory -> directory
                        .tenants()
                        .update(DatabaseAccess.actor(), name, request)
                        .map(TenantsCommand::shown));
    }

    private static Output shown(Tenant tenant) {
        return new Output(tenant.json(), Tables.fields(tenant.json()));
    }

    private static String[] row(Tenant tenant) {
        return new String[] {
            tenant.name(),
            tenant.enabled() ? "enabled" : "disabled",
            tenant.models().isEmpty() ? "all" : String.join(" ", tenant.models())
        };
    }
}
