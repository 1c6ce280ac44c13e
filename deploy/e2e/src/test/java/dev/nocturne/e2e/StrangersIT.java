package dev.nocturne.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.testkit.NocturneProcess;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody without a token can do to a node's three ports with bytes alone. */
class StrangersIT {
    private static final String HEAD = " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n";
    private static final String CHUNKED = "transfer-encoding: chunked\r\n\r\n";
    private static final List<String> REQUESTS = List.of(
            "GET /%" + HEAD + "\r\n",
            "GET /wall/%zz" + HEAD + "\r\n",
            "GET /%00" + HEAD + "\r\n",
            "GET /api/v1/alerts?site=%00" + HEAD + "\r\n",
            "GET /api/v1/alerts?site=%ff&limit=%D9%A3" + HEAD + "\r\n",
            "GET /api/v1/alerts" + HEAD + "authorization: Bearer a%0ab\r\n\r\n",
            "POST /internal/alerts" + HEAD + CHUNKED + "ZZ\r\n{}\r\n0\r\n\r\n",
            "POST /api/v1/alerts" + HEAD + CHUNKED + "2\r\n{}X\r\n",
            "OPTIONS *" + HEAD + "\r\n",
            "GARBAGE\r\n\r\n");

    private static final int ROUNDS = 100;
    /** For 3,000 requests; one stack trace has 3,500. */
    private static final int MAX_LOG_BYTES = 100_000;

    @TempDir
    static Path dataDir;

    private static NocturneProcess nocturne;

    @BeforeAll
    static void start() {
        nocturne = NocturneProcess.all(dataDir);
    }

    @AfterAll
    static void stop() {
        nocturne.close();
    }

    @Test
    void theyCannotFillTheLog() throws IOException {
        int before = bytes();

        for (URI port : List.of(nocturne.url("push"), nocturne.url("ingest"), nocturne.url("management"))) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String request : REQUESTS) {
                    assertThat(raw(port, request)).doesNotContain(" 500 ", "Exception");
                }
            }
        }

        assertThat(bytes() - before).isLessThan(MAX_LOG_BYTES);
        assertThat(nocturne.output()).noneMatch(line -> line.startsWith("\tat ") || line.contains("ERROR"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x\0y", "\r\n\r\n\r\n", "\u0016\u0003\u0001\u0002\0\u0001\0"})
    void whatIsNoRequestLeavesTheNextOneServed(String octets) throws IOException {
        for (URI port : List.of(nocturne.url("push"), nocturne.url("ingest"), nocturne.url("management"))) {
            try (Socket socket = new Socket(port.getHost(), port.getPort())) {
                socket.getOutputStream().write(octets.getBytes(ISO_8859_1));
            }
        }

        assertThat(Http.get(nocturne.url("management").resolve("/health/ready")).status())
                .isEqualTo(200);
    }

    private static int bytes() {
        return nocturne.output().stream().mapToInt(line -> line.length() + 1).sum();
    }

    private static String raw(URI port, String request) throws IOException {
        try (Socket socket = new Socket(port.getHost(), port.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
