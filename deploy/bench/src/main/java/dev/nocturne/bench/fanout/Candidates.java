package dev.nocturne.bench.fanout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Who can take part on this machine, and who not, and why. */
final class Candidates {
    static final String FLOOR = "floor";
    static final String PLAIN = "plain";
    static final String WS = "ws";
    static final String NCHAN = "nchan";
    static final String NOCTURNE = "nocturne";

    /** Bytes. */
    static final int FIXED_HEAP = 512 << 20;

    private static final List<String> HEAP = List.of("-Xmx1g");
    private static final int INSTALL_SECONDS = 60;

    private final Path directory;
    private final List<Candidate> found = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();

    private Candidates(Path directory) {
        this.directory = directory;
    }

    /**
     * @param directory where the ones that need it are made ready
     * @param names of those that are wanted
     */
    static Candidates find(Path directory, Set<String> names) throws InterruptedException {
        Candidates candidates = new Candidates(directory);
        candidates.found.addAll(List.of(floor(), plain()));
        if (names.contains(WS)) {
            candidates.addWs();
        }
        if (names.contains(NCHAN)) {
            candidates.addNchan();
        }
        candidates.found.add(nocturne());
        candidates.found.removeIf(candidate -> !names.contains(candidate.name()));
        return candidates;
    }

    /** With the heap at a fixed size and in memory from the start: the rest of its memory can then be told. */
    static Candidate fixedHeap(String name, Class<?> main) {
        String bytes = Integer.toString(FIXED_HEAP);
        return new Candidate(
                name, "", Child.java(main, List.of("-Xms" + bytes, "-Xmx" + bytes, "-XX:+AlwaysPreTouch")));
    }

    private static Candidate floor() {
        return new Candidate(
                FLOOR,
                "Java NIO, one thread, one write for each socket and event",
                Child.java(FloorServer.class, HEAP));
    }

    static Candidate plain() {
        return new Candidate(
                PLAIN, "Vert.x, one event loop, writeTextMessage in a loop", Child.java(PlainServer.class, HEAP));
    }

    static Candidate nocturne() {
        return new Candidate(
                NOCTURNE, "the push role, with a stand-in for the store", Child.java(NocturneServer.class, HEAP));
    }

    /** The same with the key in this file, so that who shows a token has it checked. */
    static Candidate nocturne(Path key) {
        return new Candidate(
                NOCTURNE,
                "the push role, with a stand-in for the store",
                Child.java(NocturneServer.class, HEAP, key.toString()));
    }

    /** @param tokens of senders; the first one alone is known at one of its ports, all at another */
    static Candidate ingest(Tokens tokens) {
        return new Candidate(
                "ingest",
                "the ingest role, with a stand-in for the store",
                Child.java(IngestServer.class, HEAP, tokens.file().toString()));
    }

    private void addWs() throws InterruptedException {
        if (!isOnPath("node") || !isOnPath("npm")) {
            absent.add(WS + " is left out: there is no node and npm on the PATH (Debian: apt-get install nodejs npm)");
            return;
        }
        Path home = make(WS);
        if (!isInstalled(home)) {
            absent.add(WS + " is left out: npm install ws failed; " + home.resolve("npm.log") + " was its log");
            return;
        }
        Path script = home.resolve("ws.cjs");
        copy("ws.cjs", script);
        found.add(new Candidate(
                WS,
                "the npm package ws on node, send in a loop",
                List.of("node", script.toString(), EventText.HEAD, EventText.MIDDLE, EventText.TAIL)));
    }

    private static boolean isInstalled(Path home) throws InterruptedException {
        try {
            Process npm = new ProcessBuilder(
                            "npm", "install", "--prefix", home.toString(), "--no-audit", "--no-fund", "ws")
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("npm.log").toFile())
                    .start();
            if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
                npm.destroyForcibly().waitFor();
            }
            return npm.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void addNchan() {
        if (!Files.exists(NchanServer.MODULE) || !Files.isExecutable(NchanServer.NGINX)) {
            absent.add(NCHAN + " is left out: there is no " + NchanServer.MODULE
                    + " (Debian: apt-get install nginx libnginx-mod-nchan)");
            return;
        }
        Path home = make(NCHAN);
        found.add(new Candidate(
                NCHAN,
                "nginx with nchan, published to by HTTP POST",
                Child.java(NchanServer.class, HEAP, home.toString())));
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private Path make(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(String resource, Path target) {
        try (InputStream in = Candidates.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the jar");
            }
            Files.copy(in, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Candidate> found() {
        return List.copyOf(found);
    }

    /** One line for each that cannot take part. */
    List<String> absent() {
        return List.copyOf(absent);
    }
}
