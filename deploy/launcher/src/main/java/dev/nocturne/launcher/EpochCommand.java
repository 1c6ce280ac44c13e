package dev.nocturne.launcher;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.store.FeedEpoch;
import dev.nocturne.store.FeedEpoch.State;
import dev.nocturne.store.Migrations;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints the name of the feed, or gives it a new one. */
@Command(
        name = "epoch",
        description = "prints the feed's epoch, its head, and where the data was when the epoch was made")
final class EpochCommand implements Runnable {
    private static final long LIMIT_SECONDS = 60;

    @ParentCommand
    private @Nullable Main main;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--new",
            description = {
                "sets a new one first, and brings the schema to this version: every screen begins",
                "anew. For a restore that cannot be found, such as that of a snapshot of a volume"
            })
    private boolean renews;

    @Override
    public void run() {
        if (main == null || spec == null) {
            throw new IllegalStateException("not called by the command line");
        }
        Settings settings = main.settings();
        MeantDatabase database = MeantDatabase.of(settings, "epoch");
        try (Lifetime lifetime = new Lifetime()) {
            DatabaseUri uri = database.open(lifetime);
            print(
                    spec.commandLine().getOut(),
                    ask(NodeConfig.of(NodeKind.ALL, settings).store(uri), uri));
        }
    }

    private State ask(StoreConfig config, DatabaseUri uri) {
        Vertx vertx = Vertx.vertx();
        try {
            if (renews) {
                Migrations.run(uri);
            }
            return (renews ? FeedEpoch.renew(vertx, config) : FeedEpoch.read(vertx, config))
                    .await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ServiceFailure e) {
            throw new StartFailure("store.database " + uri + " cannot be used: " + e.getMessage(), e);
        } catch (Exception e) {
            throw Failures.ofDatabase(e, uri);
        } finally {
            vertx.close();
        }
    }

    private static void print(PrintWriter out, State state) {
        String origin = state.origin();
        String difference = state.difference();
        out.println("epoch:  " + state.epoch());
        out.println("head:   " + state.head());
        out.println("origin: " + (origin == null ? "not known" : origin));
        if (difference != null) {
            out.println("now:    " + difference + ": a store node sets a new epoch when it starts, or within a second");
        }
    }
}
