package dev.nocturne.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.nocturne.testkit.NocturneProcess;
import dev.nocturne.testkit.ScreenTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of another origin, in a real browser, with what its own script asks a push node for. */
class CorsIT {
    private static final String FIRST_BLOCKS = """
            async ([url, token]) => {
              const answer = await fetch(url, {headers: {authorization: `Bearer ${token}`, "last-event-id": "0",
                  accept: "text/event-stream", "cache-control": "no-cache"}});
              const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
              let text = "";
              while (!text.includes("subscribed")) text += (await reader.read()).value;
              await reader.cancel();
              return text;
            }""";

    private static final String POSTED = """
            async ([url, token]) => {
              const answer = await fetch(url, {method: "POST", body: '{"site":"A","severity":"high","message":"m"}',
                  headers: {authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": "7"}});
              return answer.status + " " + answer.headers.get("location");
            }""";

    private static final String REFUSED = """
            async ([url]) => {
              const answer = await fetch(url, {headers: {authorization: "Bearer x"}});
              return answer.status + " " + (await answer.json()).detail;
            }""";

    @TempDir
    static Path dataDir;

    private static HttpServer dashboard;
    private static HttpServer stranger;
    private static NocturneProcess nocturne;

    @BeforeAll
    static void start() throws IOException {
        dashboard = page();
        stranger = page();
        nocturne = NocturneProcess.launch("all", dataDir, Map.of("push.origins", origin(dashboard)))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        nocturne.close();
        dashboard.stop(0);
        stranger.stop(0);
    }

    @Test
    void aListedPageReadsTheStreamPostsAndLearnsWhyItIsRefused() {
        try (Browser browser = new Browser();
                Browser.Tab tab = browser.open()) {
            tab.page().navigate(origin(dashboard));

            assertThat(ask(tab, FIRST_BLOCKS, "/sse/alerts?site=S%C3%A3o")).contains("event: notice", "São");
            assertThat(ask(tab, POSTED, "/api/v1/alerts")).startsWith("201 /api/v1/alerts/");
            assertThat(ask(tab, REFUSED, "/sse/alerts")).startsWith("401 the token ");
            assertThat(ask(tab, REFUSED, "/api/v1/events")).startsWith("401 the token ");
        }
    }

    @Test
    void anyOtherPageReadsNothing() {
        try (Browser browser = new Browser();
                Browser.Tab tab = browser.open()) {
            tab.page().navigate(origin(stranger));

            for (String path : new String[] {"/sse/alerts", "/api/v1/alerts"}) {
                assertThatThrownBy(() -> ask(tab, REFUSED, path)).hasMessageContaining("Failed to fetch");
            }
        }
    }

    private static String ask(Browser.Tab tab, String script, String path) {
        return String.valueOf(tab.page()
                .evaluate(
                        script, new String[] {nocturne.url("push").resolve(path).toString(), ScreenTokens.ALL}));
    }

    private static String origin(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static HttpServer page() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] page = "<!doctype html><title>dashboard</title>".getBytes(UTF_8);
            exchange.getResponseHeaders().set("content-type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return server;
    }
}
