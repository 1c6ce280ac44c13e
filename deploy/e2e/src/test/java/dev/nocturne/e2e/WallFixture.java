package dev.nocturne.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.nocturne.e2e.Browser.Tab;
import dev.nocturne.testkit.NocturneProcess;
import dev.nocturne.testkit.ZabbixSamples;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A running node and a browser. Each test has its own site, which is all that its wall shows. */
abstract class WallFixture {
    private static final int SITES_KNOWN = 100;
    private static final AtomicInteger SITES = new AtomicInteger();

    @TempDir
    static Path dataDir;

    static Browser browser;
    static Map<String, String> settings;
    static NocturneProcess nocturne;

    final String site = "site " + SITES.incrementAndGet();
    Tab tab;
    Page page;

    @BeforeAll
    static void start() {
        // A wall of a site that nobody has named yet is not live: these are known from the start.
        String known =
                IntStream.rangeClosed(1, SITES_KNOWN).mapToObj(n -> "site " + n).collect(Collectors.joining(","));
        settings = Map.of(
                "push.port",
                Integer.toString(FreePorts.one()),
                "push.heartbeat",
                "1s",
                "site.groups",
                "walls=" + known);
        nocturne = NocturneProcess.launch("all", dataDir, settings);
        browser = new Browser();
        nocturne.awaitReady();
    }

    @AfterAll
    static void stop() {
        browser.close();
        nocturne.close();
    }

    @BeforeEach
    void openTab() {
        tab = browser.open();
        page = tab.page();
    }

    @AfterEach
    void closeTab() {
        tab.close();
    }

    void openWall(String query) {
        page.navigate(nocturne.url("push") + "/?site=" + encode(site) + query);
        assertThat(page.locator("#connection")).hasAttribute("data-state", "live");
    }

    Locator problems() {
        return page.locator("#problems [data-id]");
    }

    Locator problem(String id) {
        return page.locator("#problems [data-id='" + id + "']");
    }

    Locator events() {
        return page.locator("#events [data-seq]");
    }

    void assertNoComplaints() {
        assertThat(tab.complaints()).isEmpty();
    }

    ObjectNode alert(String name, String severity) {
        return Http.JSON
                .createObjectNode()
                .put("site", site)
                .put("severity", severity)
                .put("message", name + " of " + site)
                .put("source", site)
                .put("sourceId", name);
    }

    /** A real body, moved to this test's site; its alert is this test's own. */
    ObjectNode sample(String name) {
        return ((ObjectNode) Http.parse(ZabbixSamples.body(name))).put("site", site);
    }

    String post(ObjectNode body) throws IOException {
        return stored(body).path("id").asText();
    }

    String postForSeq(ObjectNode body) throws IOException {
        return stored(body).path("seq").asText();
    }

    JsonNode stored(ObjectNode body) throws IOException {
        URI url = URI.create(nocturne.url("ingest") + "/internal/alerts?source=" + encode(site));
        Http.Answer answer = Http.post(url, body.toString());
        assertThat(answer.stored()).as(answer.toString()).isTrue();
        return answer.json();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
