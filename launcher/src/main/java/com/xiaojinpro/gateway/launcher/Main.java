package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.launcher.node.GatewayNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
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
        System.exit(commandLine(surroundings).execute(arguments));
    }

    /** The commands over some surroundings. */
    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine commands = new CommandLine(new Main(surroundings));
        commands.addSubcommand(new RunCommand(surroundings));
        commands.addSubcommand(new CheckConfigCommand(surroundings));
        commands.addSubcommand(new KeysCommand(surroundings));
        commands.addSubcommand(new TenantsCommand(surroundings));
        commands.addSubcommand(new UsageCommand(surroundings));
        commands.addSubcommand(new AdminCommand(surroundings));
        commands.addSubcommand(new MigrateCommand(surroundings));
        commands.addSubcommand(new VersionCommand(surroundings));
        commands.addSubcommand(new WarmUpCommand(surroundings));
        addHelp(commands);
        commands.setOut(surroundings.out());
        commands.setErr(surroundings.err());
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
