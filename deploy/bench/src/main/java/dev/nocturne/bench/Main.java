package dev.nocturne.bench;

import dev.nocturne.bench.fanout.AuthCommand;
import dev.nocturne.bench.fanout.FanoutCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Tables go to standard output, progress to standard error. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures Nocturne on this machine.",
        subcommands = {AppendCommand.class, LatencyCommand.class, FanoutCommand.class, AuthCommand.class})
public final class Main {
    /** Runs the command and ends the process. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
