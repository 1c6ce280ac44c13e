package dev.nocturne.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real nginx with the configuration that is shipped, of which only the addresses are changed. Ends when it is closed. */
final class Nginx implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
    private static final Path APT = Path.of("/usr/bin/apt-get");
    private static final Path SHIPPED = Path.of("../nginx/nocturne.conf");
    private static final Duration START = Duration.ofSeconds(20);

    private final Process process;
    private final int push = FreePorts.one();
    private final int ingest = FreePorts.one();

    /**
     * Starts it, in front of the nodes of a cluster.
     *
     * @param prefix a directory of its own
     * @param readTimeout in place of the 60 s
     */
    Nginx(Path prefix, Cluster cluster, Duration readTimeout) {
        try {
            Files.createDirectories(prefix.resolve("tmp"));
            Files.writeString(prefix.resolve("nocturne.conf"), shipped(cluster, readTimeout));
            Files.writeString(prefix.resolve("nginx.conf"), main());
            process = new ProcessBuilder(
                            PROGRAM.toString(), "-p", prefix.toString(), "-c", "nginx.conf", "-e", "error.log")
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(START).until(this::answers);
    }

    /** Skips the tests where there is none and this user cannot install it. */
    static void require() {
        boolean installed = Files.isExecutable(PROGRAM);
        if (!installed && Shell.isRoot() && Files.isExecutable(APT)) {
            throw new IllegalStateException("no " + PROGRAM + "; ./check installs it");
        }
        System.out.println(
                installed ? "nginx tests use " + PROGRAM : "nginx tests are skipped: there is no " + PROGRAM);
        assumeTrue(installed, "no " + PROGRAM + "; install nginx, or run ./check as root");
    }

    /** Where screens connect. */
    URI push() {
        return URI.create("http://127.0.0.1:" + push);
    }

    /** Where alerts are posted. */
    URI ingest() {
        return URI.create("http://127.0.0.1:" + ingest);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private static String main() {
        return String.join(
                "\n",
                "daemon off;",
                Shell.isRoot() ? "user root;" : "",
                "worker_processes 1;",
                "pid nginx.pid;",
                "error_log error.log notice;",
                "events {}",
                "http {",
                "access_log off;",
                Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                        .map(use -> use + "_temp_path tmp/" + use + ";")
                        .collect(Collectors.joining("\n")),
                "include nocturne.conf;",
                "}",
                "");
    }

    private String shipped(Cluster cluster, Duration readTimeout) throws IOException {
        String text = Files.readString(SHIPPED);
        text = replace(text, "(upstream nocturne_push \\{[^}]*?)(    server .*\n)+", "$1" + servers(cluster.push()));
        text = replace(
                text, "(upstream nocturne_ingest \\{[^}]*?)(    server .*\n)+", "$1" + servers(cluster.ingest()));
        text = replace(text, "listen 80;", "listen 127.0.0.1:" + push + ";");
        text = replace(text, "listen 81;", "listen 127.0.0.1:" + ingest + ";");
        return replace(text, "proxy_read_timeout 60s;", "proxy_read_timeout " + readTimeout.toSeconds() + "s;");
    }

    private static String servers(List<URI> nodes) {
        return nodes.stream()
                .map(node -> "    server " + node.getAuthority() + " max_fails=2 fail_timeout=5s;\n")
                .collect(Collectors.joining());
    }

    private static String replace(String text, String regex, String by) {
        assertThat(text).containsPattern(regex);
        return text.replaceFirst(regex, by);
    }

    private boolean answers() {
        try {
            return Http.get(push(), START).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
