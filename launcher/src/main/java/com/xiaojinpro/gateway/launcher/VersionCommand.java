package com.xiaojinpro.gateway.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code xjp version}. */
@Command(description = "Prints the version of the gateway and of the Java that runs it.")
final class VersionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().println("xjp " + version() + " (Java " + Runtime.version() + ")");
        return 0;
    }

    /** The version in the manifest of the jar; outside of a jar there is none. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
