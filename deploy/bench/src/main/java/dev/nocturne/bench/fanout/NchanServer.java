package dev.nocturne.bench.fanout;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Starts an nginx with nchan, publishes to it over HTTP, and ends it. Only nginx' CPU time counts, not the publisher's. */
final class NchanServer implements Producers.Sink {
    static final Path NGINX = Path.of("/usr/sbin/nginx");
    static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int PUBLISHED = 202;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong seq = new AtomicLong();
    private final URI channel;

    private NchanServer(int port) {
        channel = URI.create("http://127.0.0.1:" + port + "/publish");
    }

    /** @param args a directory for what nginx writes */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args[0]);
        int port = freePort();
        Process nginx = new ProcessBuilder(
                        NGINX.toString(),
                        "-p",
                        directory.toString(),
                        "-e",
                        directory.resolve("error.log").toString(),
                        "-c",
                        configuration(directory, port).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(nginx), "nginx-end"));
        awaitListening(port, nginx);
        Served.serve(port, nginx.pid(), new NchanServer(port));
    }

    /** Blocks for the answer, which nginx gives when it has the event. */
    @Override
    public void take(long madeAt) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(channel)
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofString(EventText.of(seq.incrementAndGet(), madeAt)))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status > PUBLISHED) {
                throw new IllegalStateException("nchan answers " + status);
            }
        } catch (IOException e) {
            throw new IllegalStateException("nchan does not answer", e);
        }
    }

    private static Path configuration(Path directory, int port) throws IOException {
        try (InputStream template = NchanServer.class.getResourceAsStream("nchan.conf")) {
            if (template == null) {
                throw new IllegalStateException("nchan.conf is not in the jar");
            }
            String text = new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@MODULE@", MODULE.toString())
                    .replace("@DIRECTORY@", directory.toString())
                    .replace("@PORT@", Integer.toString(port));
            return Files.writeString(directory.resolve("nchan.conf"), text);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListening(int port, Process nginx) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (nginx.isAlive() && System.nanoTime() - end < 0) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getPort();
                return;
            } catch (ConnectException e) {
                Thread.sleep(10);
            }
        }
        throw new IllegalStateException("nginx does not listen");
    }

    private static void end(Process nginx) {
        nginx.destroy();
        try {
            if (!nginx.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                nginx.destroyForcibly();
            }
        } catch (InterruptedException e) {
            nginx.destroyForcibly();
        }
    }
}
