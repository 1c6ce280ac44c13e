package dev.nocturne.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does who has the sources and nothing built. */
class StartScriptIT {
    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git");

    @TempDir
    static Path copy;

    @BeforeAll
    static void copySources() throws IOException {
        Files.walkFileTree(PROJECT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (NOT_SOURCES.contains(directory.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(inCopy(directory));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, inCopy(file));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Path inCopy(Path path) {
        return copy.resolve(PROJECT.relativize(path));
    }

    @Test
    void theFirstStartBuildsAndTheSecondDoesNot() {
        String script = copy.resolve("nocturne").toString();

        assertThat(Shell.run(script, "--version"))
                .contains("nocturne: building, once", "nocturne: built in ")
                .containsPattern("(?m)^nocturne \\d+\\.\\d+\\.\\d+");
        assertThat(Shell.run(script, "--version")).doesNotContain("build");
    }
}
