package dev.nocturne.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the server process on one data directory. */
final class Server {
    private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration STOP = Duration.ofSeconds(6);
    private static final Duration POLL = Duration.ofMillis(10);

    private final Path data;
    private final Binaries binaries;
    private final Identity identity;
    private final ServerLog log;

    Server(Path data, Binaries binaries, Identity identity, ServerLog log) {
        this.data = data;
        this.binaries = binaries;
        this.identity = identity;
        this.log = log;
    }

    /** Removes what an earlier process left: its server, if that still runs, and a file that names a dead one. */
    void clearLeftovers() throws IOException {
        Optional<PidFile> left = PidFile.read(data);
        if (left.isEmpty()) {
            return;
        }
        if (left.get().isServerOf(data)) {
            LOGGER.atWarn().addKeyValue("pid", left.get().pid()).log("stopping the database server of an earlier run");
            stop(ProcessHandle.of(left.get().pid()).orElse(null));
        }
        Files.deleteIfExists(PidFile.of(data));
    }

    /** @return the running server once it accepts connections */
    Process start(int port) throws IOException {
        List<String> words = identity.server(
                binaries.program("postgres"),
                List.of(
                        "-D", data.toString(),
                        "-p", Integer.toString(port),
                        "-c", "listen_addresses=127.0.0.1",
                        "-c", "unix_socket_directories=",
                        "-c", "fsync=on",
                        "-c", "full_page_writes=on",
                        "-c", "synchronous_commit=on",
                        "-c", "wal_init_zero=off",
                        "-c", "max_connections=100",
                        "-c", "log_checkpoints=off",
                        "-c", "log_timezone=UTC",
                        "-c", "timezone=UTC"));
        Process process = spawn(words);
        log.follow(process.getInputStream());
        awaitReady(process);
        return process;
    }

    /** Ends all sessions and writes everything down; after a few seconds, less politely. */
    void stop(@Nullable ProcessHandle server) {
        if (server == null || !server.isAlive()) {
            return;
        }
        for (String mode : List.of("fast", "immediate")) {
            Command.run(
                    identity.command(binaries.program("pg_ctl"), "stop", "-D", data.toString(), "-m", mode, "-W"),
                    data,
                    STOP);
            if (ended(server)) {
                return;
            }
        }
        LOGGER.atWarn().addKeyValue("pid", server.pid()).log("database server did not stop, killing it");
        server.destroyForcibly();
        ended(server);
    }

    private static boolean ended(ProcessHandle server) {
        long end = System.nanoTime() + STOP.toNanos();
        while (server.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        return !server.isAlive();
    }

    /**
     * The kernel stops the server when the thread that started it ends, so that thread lives as long as the server, and
     * as this process.
     */
    private Process spawn(List<String> words) throws IOException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread keeper = new Thread(
                () -> {
                    try {
                        Process process = new ProcessBuilder(words)
                                .directory(data.toFile())
                                .redirectErrorStream(true)
                                .start();
                        started.complete(process);
                        process.waitFor();
                    } catch (IOException | InterruptedException e) {
                        started.completeExceptionally(e);
                    }
                },
                "postgres-keeper");
        keeper.setDaemon(true);
        keeper.start();
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Only the process started here can make this true: a stranger on the same port has no part in our files. */
    private void awaitReady(Process process) throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end) {
            if (PidFile.read(data)
                    .filter(file -> file.pid() == process.pid() && file.ready())
                    .isPresent()) {
                return;
            }
            if (exited(process)) {
                throw new PostgresFailure("PostgreSQL did not start: " + whyExited(process));
            }
        }
        process.destroyForcibly();
        throw new PostgresFailure("PostgreSQL was not ready after " + START.toMinutes() + " minutes");
    }

    private String whyExited(Process process) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        return log.fatal().isEmpty() ? "exit code " + process.exitValue() : log.fatal();
    }

    private static boolean exited(Process process) {
        try {
            return process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return true;
        }
    }
}
