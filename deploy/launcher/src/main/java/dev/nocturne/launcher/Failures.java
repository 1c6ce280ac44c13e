package dev.nocturne.launcher;

import dev.nocturne.auth.BadKey;
import dev.nocturne.config.Address;
import dev.nocturne.config.ClusterConfig;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.store.DatabaseRefused;
import java.io.IOException;
import java.net.BindException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Says in one line why a part did not start, where the reason lies outside the program. */
final class Failures {
    private static final int REASON_LINES = 3;

    private Failures() {}

    static RuntimeException ofListening(Throwable failure, Setting<Integer> key, Address address) {
        if (chain(failure).stream().anyMatch(Failures::isTaken)) {
            return new StartFailure(
                    key.name() + " " + address.port() + " on " + address.host() + " is in use; set " + key.name()
                            + " or stop the other program",
                    failure);
        }
        if (chain(failure).stream().anyMatch(cause -> cause instanceof IOException)) {
            return new StartFailure(
                    "http.host " + address.host() + " with " + key.name() + " " + address.port() + " cannot be bound: "
                            + root(failure).getMessage(),
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
        boolean outside = chain(failure).stream()
                .anyMatch(cause -> cause instanceof SQLException
                        || cause instanceof IOException
                        || cause.getClass().getName().startsWith("org.flywaydb.")
                        || cause.getClass().getName().startsWith("io.vertx.pgclient."));
        return outside
                ? new StartFailure("store.database " + database + " cannot be used: " + reason(root(failure)), failure)
                : unexpected(failure);
    }

    static RuntimeException ofCluster(Throwable failure, ClusterConfig cluster) {
        Address self = cluster.self();
        String where = self.host() + ":" + self.port();
        if (chain(failure).stream()
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
        return new StartFailure("cannot join the cluster from " + where + ": " + reason(root(failure)), failure);
    }

    private static boolean isTaken(Throwable cause) {
        return cause instanceof BindException
                && String.valueOf(cause.getMessage()).contains("in use");
    }

    private static RuntimeException unexpected(Throwable failure) {
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }

    private static Throwable root(Throwable failure) {
        List<Throwable> chain = chain(failure);
        return chain.get(chain.size() - 1);
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    /** The first lines, which say what is wrong, as one. */
    private static String reason(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(REASON_LINES)
                .collect(Collectors.joining("; "));
    }
}
