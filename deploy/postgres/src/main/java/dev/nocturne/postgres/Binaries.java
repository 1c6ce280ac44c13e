package dev.nocturne.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the class path.
 *
 * @param home directory with {@code bin}, {@code lib} and {@code share}
 */
record Binaries(Path home, String version) {
    private static final Logger LOGGER = LoggerFactory.getLogger(Binaries.class);
    private static final String PREFIX = "postgresql-";

    /** Unpacks on the first call; a half-unpacked directory is never taken for a whole one. */
    static Binaries in(Path dir) throws IOException {
        String version = packedVersion();
        Path home = dir.resolve(PREFIX + version);
        if (!Files.isExecutable(home.resolve("bin/postgres"))) {
            deleteOthers(dir, home);
            unpackInto(home);
        }
        return new Binaries(home, version);
    }

    /** The part of the version that decides whether a data directory can be read. */
    String major() {
        return version.split("\\.", 2)[0];
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static void unpackInto(Path home) throws IOException {
        String archive = "/postgres-" + platform() + ".txz";
        LOGGER.atInfo().addKeyValue("directory", home).log("unpacking PostgreSQL, once");
        Path partial = home.resolveSibling(home.getFileName() + ".partial");
        deleteTree(partial);
        try (InputStream in = Binaries.class.getResourceAsStream(archive)) {
            if (in == null) {
                throw unsupported();
            }
            untar(in, partial);
        }
        Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void untar(InputStream in, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("entry outside its directory: " + entry.getName());
                }
                write(tar, entry, file);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = os.contains("linux") ? "linux" : os.contains("mac") ? "darwin" : "";
        String machine = switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> "";
        };
        if (system.isEmpty() || machine.isEmpty()) {
            throw unsupported();
        }
        return system + "-" + machine;
    }

    private static PostgresFailure unsupported() {
        return new PostgresFailure("there is no embedded PostgreSQL for " + System.getProperty("os.name") + " on "
                + System.getProperty("os.arch") + "; set store.database to a PostgreSQL of your own");
    }

    private static String packedVersion() throws IOException {
        try (InputStream in = Binaries.class.getResourceAsStream("binaries.version")) {
            if (in == null) {
                throw new IOException("binaries.version is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static void deleteOthers(Path dir, Path home) throws IOException {
        try (Stream<Path> children = Files.list(dir)) {
            for (Path child : children.toList()) {
                if (child.getFileName().toString().startsWith(PREFIX) && !child.equals(home)) {
                    deleteTree(child);
                }
            }
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
