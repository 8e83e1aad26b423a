package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.launcher.node.GatewayNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The command line of the gateway. Exit codes: 0 for success, 1 for a failure, 2 for a wrong command line. */
@Command(
        name = "xjp",
        description = "XiaojinPro Gateway: one LLM endpoint in front of every model provider.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Callable<Integer> {
    /** What makes each command, by its name, in the order of the help text. */
    private static final Map<String, Function<Surroundings, Object>> COMMANDS = commands();

    private final Surroundings surroundings;

    @Spec
    private CommandSpec commands = CommandSpec.create();

    private Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Surroundings surroundings =
                new Surroundings(System.getenv(), out, err, GatewayNode::start, new ProcessSignals());
        System.exit(execute(surroundings, arguments));
    }

    /** Runs a command line; returns its exit code. */
    static int execute(Surroundings surroundings, String... arguments) {
        // To read the annotations of all commands takes a tenth of a second, which a start does not have.
        String first = arguments.length == 0 ? "" : arguments[0];
        Function<Surroundings, Object> named = COMMANDS.get(first);
        return commandLine(surroundings, named == null ? COMMANDS : Map.of(first, named))
                .execute(arguments);
    }

    /** All commands over some surroundings. */
    static CommandLine commandLine(Surroundings surroundings) {
        return commandLine(surroundings, COMMANDS);
    }

    private static CommandLine commandLine(
            Surroundings surroundings, Map<String, Function<Surroundings, Object>> subcommands) {
        CommandLine commands = new CommandLine(new Main(surroundings));
        subcommands.forEach((name, command) -> commands.addSubcommand(name, command.apply(surroundings)));
        addHelp(commands);
        commands.setOut(surroundings.out());
        commands.setErr(surroundings.err());
        return commands;
    }

    private static Map<String, Function<Surroundings, Object>> commands() {
        Map<String, Function<Surroundings, Object>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::new);
        commands.put("check-config", CheckConfigCommand::new);
        commands.put("keys", KeysCommand::new);
        commands.put("tenants", TenantsCommand::new);
        commands.put("usage", UsageCommand::new);
        commands.put("admin", AdminCommand::new);
        commands.put("migrate", MigrateCommand::new);
        commands.put("version", VersionCommand::new);
        commands.put("warm-up", WarmUpCommand::new);
        return commands;
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this text.")
                        .build());
        command.getSubcommands().values().forEach(Main::addHelp);
    }

    @Override
    public Integer call() {
        commands.commandLine().usage(surroundings.out());
        return CommandLine.ExitCode.USAGE;
    }
}
