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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall in a browser, on a running node. Each test has its own site, which is all that its wall shows. */
class WallIT {
    private static final AtomicInteger SITES = new AtomicInteger();
    private static final List<String> SEVERITIES =
            List.of("critical", "high", "average", "warning", "info", "unclassified");

    @TempDir
    static Path dataDir;

    private static Browser browser;
    private static Map<String, String> settings;
    private static NocturneProcess nocturne;

    private final String site = "site " + SITES.incrementAndGet();
    private Tab tab;
    private Page page;

    @BeforeAll
    static void start() {
        settings = Map.of("push.port", Integer.toString(FreePorts.one()), "push.heartbeat", "1s");
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

    @Test
    void openProblemsAreThereOnLoadTheMostUrgentFirst() throws IOException {
        String disk = post(alert("disk", "warning"));
        String power = post(alert("power", "critical"));
        String gone = post(alert("gone", "high"));
        post(alert("gone", "high").put("status", "resolved"));

        openWall("");

        assertThat(problems()).hasCount(2);
        assertThat(problems().nth(0)).hasAttribute("data-id", power);
        assertThat(problems().nth(1)).hasAttribute("data-id", disk);
        assertThat(problem(gone)).hasCount(0);
        assertThat(page.locator("#total")).hasText("2");
        assertThat(page.locator("#count-critical")).hasText("1");
        assertThat(events()).hasCount(4);
        assertNoComplaints();
    }

    @Test
    void whatHappensIsOnTheScreenWithoutAReload() throws IOException {
        openWall("");
        assertThat(page.locator("#all-clear-word")).hasText("All clear");
        page.evaluate("window.loaded = 'once'");

        String id = post(alert("link", "high"));
        assertThat(problem(id)).isVisible();
        assertThat(problem(id)).containsText("link of " + site);
        assertThat(page.locator("#all-clear")).isHidden();

        post(alert("link", "high").put("status", "resolved"));
        assertThat(problem(id)).hasCount(0);
        assertThat(page.locator("#total")).hasText("0");
        assertThat(page.locator("#all-clear")).isVisible();
        assertThat(events()).hasCount(2);
        assertThat(page.evaluate("window.loaded")).isEqualTo("once");
        assertNoComplaints();
    }

    @Test
    void anAcknowledgedProblemStaysAndIsMarked() throws IOException {
        String id = post(sample("problem"));
        openWall("");
        assertThat(problem(id)).hasAttribute("data-acknowledged", "false");

        post(sample("update_ack"));

        assertThat(problem(id)).hasAttribute("data-acknowledged", "true");
        assertThat(problem(id).locator(".ack")).containsText("✓");
        assertThat(page.locator("#acknowledged-total")).containsText("1 acknowledged");
        assertNoComplaints();
    }

    @Test
    void severityHasAColourAndAWordAndAShape() throws IOException {
        for (String severity : SEVERITIES) {
            post(alert(severity, severity));
        }
        openWall("");
        assertThat(problems()).hasCount(SEVERITIES.size());

        Set<Object> colours = new HashSet<>();
        Set<Object> shapes = new HashSet<>();
        for (String severity : SEVERITIES) {
            Locator row = page.locator("#problems [data-severity=" + severity + "]");
            assertThat(row.locator(".word")).hasText(Pattern.compile(severity, Pattern.CASE_INSENSITIVE));
            Locator shape = row.locator(".severity .shape");
            assertThat(shape).isVisible();
            colours.add(shape.evaluate("node => getComputedStyle(node).backgroundColor"));
            shapes.add(shape.evaluate("node => getComputedStyle(node).clipPath"));
        }
        assertThat(colours).hasSize(SEVERITIES.size());
        assertThat(shapes).hasSize(SEVERITIES.size());
    }

    @Test
    void theAddressSaysWhichSitesAndSeveritiesAreShown() throws IOException {
        String other = site + " annex";
        String here = post(alert("here", "warning"));
        String there = post(alert("there", "critical").put("site", other));
        String minor = post(alert("minor", "info"));

        openWall("");
        assertThat(problems()).hasCount(2);
        assertThat(problem(there)).hasCount(0);

        openWall("&site=" + encode(other) + "&severity=warning");
        assertThat(problems()).hasCount(2);
        assertThat(problem(here)).isVisible();
        assertThat(problem(there)).isVisible();

        String live = post(alert("live", "high").put("site", other));
        assertThat(problem(live)).isVisible();
        assertThat(problem(minor)).hasCount(0);
        assertThat(page.locator("#events [data-id='" + minor + "']")).hasCount(0);
        assertNoComplaints();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "problem_html",
                "problem_control_chars",
                "problem_multiline",
                "problem_long_name",
                "problem_emoji",
                "problem_escapes",
                "problem_non_ascii",
                "problem_invalid_utf8_in_value"
            })
    void textFromAlertsIsTextAndNeverMarkup(String sample) throws IOException {
        String plain = post(alert("plain", "critical"));
        openWall("&title=" + encode("<img src=x onerror=alert(1)> \u202eold"));
        assertThat(problem(plain)).isVisible();

        ObjectNode body = sample(sample);
        String id = post(body);

        assertThat(problem(id)).isVisible();
        assertThat(events().first()).hasAttribute("data-id", id);
        String shown = problem(id).locator(".message").textContent();
        assertThat(shown).isEqualTo(shownOnOneLine(body.path("event_name").asText()));
        assertThat(markupOf(problem(id))).isEqualTo(markupOf(problem(plain)));
        assertThat(markupOf(events().nth(0))).isEqualTo(markupOf(events().nth(1)));
        assertThat(heightOf(problem(id))).isEqualTo(heightOf(problem(plain)));
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(page.locator("#wall-title")).hasText("<img src=x onerror=alert(1)> old");
        assertThat(page.locator("img")).hasCount(0);
        assertNoComplaints();
    }

    @Test
    void hostileNamesOfSitesAndPeopleAreTextToo() throws IOException {
        String markup = "<img src=x onerror=alert(1)>\u202e";
        post(alert("a", "high").put("site", site + markup).put("host", markup).put("note", markup));
        String id = post(sample("problem_html").put("site", site + markup));
        post(sample("update_long_comment").put("site", site + markup));
        post(sample("update_ack")
                .put("event_id", "24660")
                .put("event_update_user", markup)
                .put("site", site + markup));

        openWall("&site=" + encode(site + markup));

        assertThat(problem(id).locator(".ack")).containsText("<img src=x onerror=alert(1)>");
        assertThat(page.locator("#sites [data-site]")).containsText(site + "<img src=x onerror=alert(1)>");
        assertThat(page.locator("#filter-sites .chip")).hasCount(2);
        assertThat(page.locator("img, script:not([src])")).hasCount(0);
        assertNoComplaints();
    }

    @Test
    void theStreamShowsTheFiftyNewestEvents() throws IOException {
        List<String> seqs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            seqs.add(postForSeq(alert("a" + i, "info")));
        }
        openWall("");
        assertThat(events()).hasCount(40);

        for (int i = 0; i < 25; i++) {
            seqs.add(postForSeq(alert("b" + i, "info")));
        }

        assertThat(events().first()).hasAttribute("data-seq", seqs.get(64));
        assertThat(events()).hasCount(50);
        List<String> newest = new ArrayList<>(seqs.subList(15, 65));
        Collections.reverse(newest);
        assertThat(events().evaluateAll("rows => rows.map(row => row.dataset.seq)"))
                .isEqualTo(newest);
        assertThat(problems()).hasCount(65);
        assertThat(page.locator("#total")).hasText("65");
    }

    @Test
    void aDeadNodeIsOfflineUntilItIsBackAndThenTheWallKnowsWhatItMissed() throws IOException {
        String before = post(alert("before", "high"));
        openWall("");
        assertThat(problem(before)).isVisible();

        nocturne.kill();

        assertThat(page.locator("#connection")).hasAttribute("data-state", "offline");
        assertThat(page.locator("#banner")).containsText("OFFLINE");
        assertThat(problem(before)).isVisible();
        assertThat(page.locator("#total")).hasText("1");

        nocturne = NocturneProcess.launch("all", dataDir, settings).awaitReady();
        String meanwhile = post(alert("meanwhile", "critical"));
        post(alert("before", "high").put("status", "resolved"));

        assertThat(page.locator("#connection")).hasAttribute("data-state", "live");
        assertThat(problem(meanwhile)).isVisible();
        assertThat(problem(before)).hasCount(0);
        assertThat(page.locator("#banner")).isHidden();
        assertThat(page.locator("#outages li")).hasCount(1);
    }

    @Test
    void aFrozenNodeIsOfflineThoughItsConnectionIsOpen() throws IOException {
        AtomicInteger heartbeats = new AtomicInteger();
        page.onWebSocket(socket -> socket.onFrameReceived(frame -> {
            if (frame.text().contains("heartbeat")) {
                heartbeats.incrementAndGet();
            }
        }));
        openWall("");
        page.waitForCondition(() -> heartbeats.get() >= 4);

        nocturne.pause();
        try {
            assertThat(page.locator("#connection")).hasAttribute("data-state", "offline");
        } finally {
            nocturne.resume();
        }

        assertThat(page.locator("#connection")).hasAttribute("data-state", "live");
        String id = post(alert("after", "high"));
        assertThat(problem(id)).isVisible();
    }

    private void openWall(String query) {
        page.navigate(nocturne.url("push") + "/?site=" + encode(site) + query);
        assertThat(page.locator("#connection")).hasAttribute("data-state", "live");
    }

    private Locator problems() {
        return page.locator("#problems [data-id]");
    }

    private Locator problem(String id) {
        return page.locator("#problems [data-id='" + id + "']");
    }

    private Locator events() {
        return page.locator("#events [data-seq]");
    }

    private void assertNoComplaints() {
        assertThat(tab.complaints()).isEmpty();
    }

    private ObjectNode alert(String name, String severity) {
        return Http.JSON
                .createObjectNode()
                .put("site", site)
                .put("severity", severity)
                .put("message", name + " of " + site)
                .put("source", site)
                .put("sourceId", name);
    }

    /** A real body, moved to this test's site; its alert is this test's own. */
    private ObjectNode sample(String name) {
        return ((ObjectNode) Http.parse(ZabbixSamples.body(name))).put("site", site);
    }

    private String post(ObjectNode body) throws IOException {
        return stored(body).path("id").asText();
    }

    private String postForSeq(ObjectNode body) throws IOException {
        return stored(body).path("seq").asText();
    }

    private JsonNode stored(ObjectNode body) throws IOException {
        URI url = URI.create(nocturne.url("ingest") + "/internal/alerts?source=" + encode(site));
        Http.Answer answer = Http.post(url, body.toString());
        assertThat(answer.stored()).as(answer.toString()).isTrue();
        return answer.json();
    }

    /** What stands in a row where a text of any kind stands: the names of its elements and nothing of their text. */
    private static Object markupOf(Locator row) {
        return row.evaluate("row => [...row.querySelectorAll('*')].map(node => node.tagName"
                + " + [...node.attributes].map(a => a.name).filter(name => !['datetime'].includes(name)).join())");
    }

    private static Object heightOf(Locator row) {
        return row.evaluate("row => Math.round(row.getBoundingClientRect().height)");
    }

    /** The wall's promise in other words: one line, no control characters, nothing that turns text round. */
    private static String shownOnOneLine(String text) {
        String line = text.replaceAll("[\\t\\n\\x0b\\f\\r\\u0085\\u2028\\u2029]+", " ")
                .replaceAll("[\\u202a-\\u202e\\u2066-\\u2069\\ufeff]", "")
                .replaceAll("[\\u0080-\\u009f]", "\ufffd")
                .codePoints()
                .mapToObj(c -> Character.toString(c < 0x20 ? 0x2400 + c : c == 0x7f ? 0x2421 : c))
                .collect(Collectors.joining())
                .strip();
        return line.length() <= 320 ? line : line.substring(0, 320) + "…";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
