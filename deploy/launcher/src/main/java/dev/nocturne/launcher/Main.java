package dev.nocturne.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.postgres.PostgresFailure;
import dev.nocturne.store.Migrations;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. Exit code 0 after a clean stop, 1 when it could not start, 2 when it was called or configured wrongly, 3 when it could not go on. */
@Command(
        name = "nocturne",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        subcommands = {TokenCommand.class, EpochCommand.class},
        description = "Zabbix alerts on every NOC wall screen, within milliseconds, and never lost.",
        footer = {
            "",
            "Each key of the configuration is a YAML key in FILE, an environment variable",
            "(push.port is NOCTURNE_PUSH_PORT) and a --set; the later of these wins.",
            "'nocturne config' prints them all, with their values and where each came from."
        })
public final class Main implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Main.class);

    /** A system property: the file that says so. */
    static final String ARCHIVE_MARKER = "nocturne.archive.ready";

    @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT, description = "configuration, as YAML")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "sets one key; may be repeated")
    private List<String> sets = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    private final Map<String, String> environment;

    Main(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Runs the command and ends the process. */
    public static void main(String[] args) {
        System.exit(run(
                args,
                System.getenv(),
                new PrintWriter(System.out, true, UTF_8),
                new PrintWriter(System.err, true, UTF_8)));
    }

    static int run(String[] args, Map<String, String> environment, PrintWriter out, PrintWriter err) {
        return new CommandLine(new Main(environment))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler(Main::explain)
                .execute(args);
    }

    /** Without a command. */
    @Override
    public void run() {
        serve(NodeKind.ALL);
    }

    @Command(description = "everything in one process, with its own database: the default")
    void all() {
        serve(NodeKind.ALL);
    }

    @Command(description = "a node of a cluster that takes alerts in over HTTP")
    void ingest() {
        serve(NodeKind.INGEST);
    }

    @Command(description = "a node of a cluster that writes to PostgreSQL; needs store.database")
    void store() {
        serve(NodeKind.STORE);
    }

    @Command(description = "a node of a cluster that screens connect to")
    void push() {
        serve(NodeKind.PUSH);
    }

    @Command(
            description = "brings the schema of store.database, or of the embedded database, to this version, and ends")
    void migrate() {
        MeantDatabase database = MeantDatabase.of(settings(), "migrate");
        out().println("migrating " + database.name());
        try (Lifetime lifetime = new Lifetime()) {
            DatabaseUri uri = database.open(lifetime);
            try {
                Migrations.run(uri);
            } catch (RuntimeException e) {
                throw Failures.ofDatabase(e, uri);
            }
        }
        out().println("the schema of " + database.name() + " is current");
    }

    @Command(description = "prints every key with its value, secrets masked, and where the value came from")
    void config() {
        Settings settings = settings();
        int width = settings.effective().stream()
                .mapToInt(line -> line.key().length() + line.value().length())
                .max()
                .orElse(0);
        for (Settings.Effective line : settings.effective()) {
            String left = line.key() + ": " + line.value();
            out().printf("%-" + (Math.min(width, 70) + 2) + "s  # %s%n", left, line.origin());
        }
    }

    private void serve(NodeKind kind) {
        NodeConfig config = NodeConfig.of(kind, settings());
        config.auth().require(kind);
        if (config.auth().own() == null && config.settings().find(Keys.HTTP_CERTIFICATE) == null) {
            warnOfPlainText(config.management().host());
        }
        if (kind.runs(NodeKind.PUSH)) {
            Memory.ofThisProcess().require(config.settings());
        }
        EmergencyExit exit = EmergencyExit.ofThisProcess();
        Logging.watch(exit::begin);
        Lifetime lifetime = new Lifetime();
        ShutdownHook hook = ShutdownHook.install(lifetime, Node.stopLimit(config));
        try {
            Node node = Node.start(config, this::read, lifetime, exit);
            node.awaitReady();
            node.announcement().print(out());
            markReady();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hook.remove();
            lifetime.close();
        }
    }

    /** Tells the start script that what this run has loaded is worth keeping for the next one. */
    private static void markReady() {
        String marker = System.getProperty(ARCHIVE_MARKER);
        if (marker != null) {
            try {
                Files.createFile(Path.of(marker));
            } catch (IOException e) {
                LOGGER.atDebug().setCause(e).log("no class archive from this run");
            }
        }
    }

    private Settings read() {
        return Settings.read(file, environment, sets);
    }

    Settings settings() {
        Settings settings = read();
        Logging.configure(settings);
        return settings;
    }

    private PrintWriter out() {
        if (spec == null) {
            throw new IllegalStateException("not called by the command line");
        }
        return spec.commandLine().getOut();
    }

    private static void warnOfPlainText(String host) {
        LOGGER.atWarn()
                .addKeyValue("http.host", host)
                .log("the ports speak plain HTTP: whoever is on the way can read alerts and tokens");
    }

    private static int misused(CommandLine.ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println("nocturne: " + failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr().println("'" + command.getCommandSpec().qualifiedName() + " --help' tells what there is");
        return 2;
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof ConfigFailure wrong) {
            command.getErr().println("nocturne: the configuration cannot be used:");
            wrong.problems().forEach(problem -> command.getErr().println("  " + problem));
            return 2;
        }
        if (failure instanceof StartFailure || failure instanceof PostgresFailure) {
            command.getErr().println("nocturne: " + failure.getMessage());
            LOGGER.atDebug().setCause(failure).log("start failed");
            return 1;
        }
        LOGGER.atError().setCause(failure).log("start failed");
        return 1;
    }

    /** The version that the build wrote into the jar. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"nocturne " + version()};
        }
    }
}
