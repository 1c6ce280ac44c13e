package dev.nocturne.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database files of one cluster, and the password that opens it. */
final class DataDirectory {
    static final String USER = "nocturne";
    static final String DATABASE = "nocturne";

    private static final Logger LOGGER = LoggerFactory.getLogger(DataDirectory.class);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String PASSWORD_FILE = "nocturne.password";

    private final Path path;
    private final Binaries binaries;
    private final Identity identity;

    DataDirectory(Path path, Binaries binaries, Identity identity) {
        this.path = path;
        this.binaries = binaries;
        this.identity = identity;
    }

    Path path() {
        return path;
    }

    /** Refuses the files of another major version before anything touches them. */
    static void refuseOtherVersion(Path path, String major) throws IOException {
        Path file = path.resolve("PG_VERSION");
        if (!Files.exists(file)) {
            return;
        }
        String found = Files.readString(file).strip();
        if (!found.equals(major)) {
            throw new PostgresFailure(path + " was made by PostgreSQL " + found + ", and this is PostgreSQL " + major
                    + "; move the data with pg_dump, or set data.dir to another directory");
        }
    }

    /** Whether there are database files, of whichever version. */
    static boolean isMade(Path path) {
        return Files.exists(path.resolve("PG_VERSION"));
    }

    /** Makes the cluster if there is none yet; one that was interrupted half-way is made again. */
    void create() throws IOException {
        if (isMade(path)) {
            return;
        }
        LOGGER.atInfo().addKeyValue("directory", path).log("creating the database, once");
        Path partial = path.resolveSibling(path.getFileName() + ".partial");
        Binaries.deleteTree(partial);
        Files.createDirectory(
                partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path secret = writePassword(partial.resolveSibling(PASSWORD_FILE));
        identity.own(partial);
        identity.own(secret);
        initialise(partial, secret);
        createDatabase(partial);
        Files.move(secret, partial.resolve(PASSWORD_FILE), StandardCopyOption.ATOMIC_MOVE);
        Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
    }

    String password() throws IOException {
        Path file = path.resolve(PASSWORD_FILE);
        if (!Files.exists(file)) {
            throw new PostgresFailure(file + " is missing: without it the database in " + path + " cannot be opened");
        }
        return Files.readString(file).strip();
    }

    private void initialise(Path target, Path secret) {
        Command initdb = Command.run(
                identity.command(
                        binaries.program("initdb"),
                        "-D",
                        target.toString(),
                        "-U",
                        USER,
                        "-A",
                        "scram-sha-256",
                        "--pwfile=" + secret,
                        "-E",
                        "UTF-8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8"),
                target,
                LIMIT);
        if (!initdb.ok()) {
            throw new PostgresFailure("cannot create the database in " + path + ": " + initdb.reason());
        }
    }

    private void createDatabase(Path target) {
        List<String> single =
                identity.command(binaries.program("postgres"), "--single", "-j", "-D", target.toString(), "postgres");
        Command command = Command.run(single, target, LIMIT, "CREATE DATABASE " + DATABASE + ";\n\n");
        if (!command.ok() || command.output().contains("ERROR:")) {
            throw new PostgresFailure("cannot create the database in " + path + ": " + command.reason());
        }
    }

    private static Path writePassword(Path file) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
    }
}
