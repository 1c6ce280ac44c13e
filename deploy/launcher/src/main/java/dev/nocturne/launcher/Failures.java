package dev.nocturne.launcher;

import dev.nocturne.auth.BadKey;
import dev.nocturne.config.Address;
import dev.nocturne.config.ClusterConfig;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.node.Causes;
import dev.nocturne.store.DatabaseRefused;
import java.io.IOException;
import java.net.BindException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;

/** Says in one line why a part did not start, where the reason lies outside the program. */
final class Failures {
    private Failures() {}

    static RuntimeException ofListening(Throwable failure, Setting<Integer> key, Address address) {
        if (Causes.chain(failure).stream().anyMatch(Failures::isTaken)) {
            return new StartFailure(
                    key.name() + " " + address.port() + " on " + address.host() + " is in use; set " + key.name()
                            + " or stop the other program",
                    failure);
        }
        if (Causes.chain(failure).stream().anyMatch(cause -> cause instanceof IOException)) {
            return new StartFailure(
                    "http.host " + address.host() + " with " + key.name() + " " + address.port() + " cannot be bound: "
                            + Causes.root(failure).getMessage(),
                    failure);
        }
        return unexpected(failure);
    }

    static RuntimeException ofKeys(Throwable failure) {
        return failure instanceof BadKey bad
                ? new StartFailure("auth.jwt: " + bad.getMessage(), failure)
                : unexpected(failure);
    }

    static RuntimeException ofDatabase(Throwable failure, DatabaseUri database) {
        if (failure instanceof DatabaseRefused) {
            return new StartFailure("store.database " + database + " cannot be used: " + failure.getMessage(), failure);
        }
        boolean outside = Causes.chain(failure).stream()
                .anyMatch(cause -> cause instanceof SQLException
                        || cause instanceof IOException
                        || cause.getClass().getName().startsWith("org.flywaydb.")
                        || cause.getClass().getName().startsWith("io.vertx.pgclient."));
        return outside
                ? new StartFailure(
                        "store.database " + database + " cannot be used: " + Causes.words(Causes.root(failure)),
                        failure)
                : unexpected(failure);
    }

    static RuntimeException ofCluster(Throwable failure, ClusterConfig cluster) {
        Address self = cluster.self();
        String where = self.host() + ":" + self.port();
        if (Causes.chain(failure).stream()
                .anyMatch(cause ->
                        isTaken(cause) || String.valueOf(cause.getMessage()).contains("already in use"))) {
            return new StartFailure(
                    "cluster.port " + self.port() + " (or cluster.bus-port) on " + self.host()
                            + " is in use; set cluster.port or stop the other program",
                    failure);
        }
        if (failure instanceof TimeoutException) {
            return new StartFailure(
                    "cannot join the cluster from " + where + " in time; check cluster.members", failure);
        }
        return new StartFailure(
                "cannot join the cluster from " + where + ": " + Causes.words(Causes.root(failure)), failure);
    }

    private static boolean isTaken(Throwable cause) {
        return cause instanceof BindException
                && String.valueOf(cause.getMessage()).contains("in use");
    }

    private static RuntimeException unexpected(Throwable failure) {
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }
}
