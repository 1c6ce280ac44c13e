package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.testkit.NocturneProcess;
import dev.nocturne.testkit.ScreenTokens;
import dev.nocturne.testkit.TestAuthority;
import dev.nocturne.testkit.TestAuthority.Pair;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process whose ports speak TLS. */
class TlsIT {
    @TempDir
    static Path dir;

    private static TestAuthority authority;
    private static Pair pair;
    private static HttpClient client;
    private static NocturneProcess nocturne;

    @BeforeAll
    static void start() {
        authority = new TestAuthority(dir, "authority");
        pair = authority.sign("shown");
        client = HttpClient.newBuilder().sslContext(authority.trusting()).build();
        nocturne = NocturneProcess.launch(
                        "all",
                        dir.resolve("data"),
                        Map.of(
                                "http.tls.certificate",
                                pair.certificate().toString(),
                                "http.tls.key",
                                pair.key().toString()))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        nocturne.close();
    }

    @Test
    void anAlertThatIsPostedOverTlsIsOnTheScreenOverTls() throws Exception {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        URI screens = URI.create(nocturne.url("push").toString().replaceFirst("^https", "wss") + "/ws/alerts");
        WebSocket socket = client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + ScreenTokens.ALL)
                .header("Origin", nocturne.url("push").toString())
                .buildAsync(screens, new Messages(messages))
                .get(10, SECONDS);
        await().atMost(10, SECONDS).until(() -> messages.stream().anyMatch(text -> text.contains("subscribed")));

        HttpResponse<String> stored = client.send(
                HttpRequest.newBuilder(nocturne.url("ingest").resolve("/internal/alerts"))
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + NocturneProcess.SENDER_TOKEN)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"site\":\"HEL1\",\"severity\":\"high\",\"message\":\"over TLS\"}"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(stored.statusCode()).isEqualTo(201);
        assertThat(stored.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        await().atMost(10, SECONDS).until(() -> messages.stream().anyMatch(text -> text.contains("over TLS")));
        socket.abort();
    }

    private record Messages(BlockingQueue<String> all) implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            all.add(text.toString());
            from.request(1);
            return null;
        }
    }

    @Test
    void everyPortAndEveryPrintedAddressIsHttps() throws Exception {
        for (String port : new String[] {"push", "ingest", "management", "wall"}) {
            assertThat(nocturne.url(port).getScheme()).as(port).isEqualTo("https");
        }
        assertThat(nocturne.output()).anyMatch(line -> line.contains("curl ") && line.contains(" https://"));
        HttpRequest health = HttpRequest.newBuilder(nocturne.url("management").resolve("/health/ready"))
                .build();
        assertThat(client.send(health, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void aRenewedCertificateIsShownWithoutARestartAndABrokenOneNever() throws Exception {
        Pair next = authority.sign("renewed");
        Files.writeString(pair.certificate(), "broken");
        await().atMost(10, SECONDS).until(() -> said("cannot be used; the one before is still shown"));
        assertThat(shown("push")).isEqualTo("CN=shown");

        Files.copy(next.key(), pair.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(next.certificate(), pair.certificate(), StandardCopyOption.REPLACE_EXISTING);

        for (String port : new String[] {"push", "ingest", "management"}) {
            await().atMost(10, SECONDS).until(() -> shown(port).equals("CN=renewed"));
        }
    }

    private static boolean said(String text) {
        return nocturne.output().stream().anyMatch(line -> line.contains(text));
    }

    private static String shown(String port) throws IOException {
        URI url = nocturne.url(port);
        try (SSLSocket socket =
                (SSLSocket) authority.trusting().getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }
}
