package dev.nocturne.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.WebSocketRoute;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wall says what it does not know, and since when; it is green only if it knows. */
class WallTruthIT extends WallFixture {
    private static final Pattern FEED = Pattern.compile("/ws/");
    private static final String STALE = "{\"event\":\"stale\"}";
    private static final String FRESH = "{\"event\":\"fresh\"}";
    private static final String HOPS = "{\"event\":\"hops\",\"hops\":[{\"role\":\"ingest\",\"state\":\"%s\","
            + "\"detail\":\"<b>why</b>\"},{\"role\":\"store\",\"state\":\"up\"}]}";

    private final List<WebSocketRoute> feeds = new ArrayList<>();
    private final List<WebSocketRoute> closed = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "'site=HELL1', HELL1",
        "'site=site 1&site=HELL1', HELL1",
        "'severity=hgih', hgih",
        "'sevrity=high', sevrity",
        "'site=site 1&site=', empty site",
        "'site=*', *",
        "'site=site 1&severity=high&severity=info', more than one severity",
        "'site=site 1#site=site 2', after the #"
    })
    void anAddressThatNamesWhatNobodyHasIsNeverAllClear(String query, String named) {
        page.navigate(nocturne.url("push") + "/?" + query);

        assertState("partial");
        assertThat(page.locator("#banner-text")).containsText(named);
        assertThat(page.locator("#all-clear[data-clear=true]")).hasCount(0);
        assertNoComplaints();
    }

    @Test
    void aWallThatSeesNothingCountsNothing() {
        page.navigate(nocturne.url("push") + "/wall?site=HELL1");

        assertState("partial");
        assertThat(page.locator("#banner-word")).hasText("NOTHING SEEN");
        assertThat(page.locator("#count-critical")).hasText("–");
        assertThat(page.locator("#total")).hasText("–");
        assertNoComplaints();
    }

    @Test
    void anAddressThatTheServerDoesNotTakeIsNoOutage() {
        page.navigate(nocturne.url("push") + "/?site=" + "Nowhere".repeat(20));

        assertState("refused");
        assertThat(page.locator("#banner-word")).hasText("BAD ADDRESS");
        assertThat(page.locator("#banner-text")).containsText("site");
        assertThat(page.locator("#sign-in")).isHidden();
        assertThat(outages()).hasCount(0);
    }

    @Test
    void aSiteThatIsNotSeenInFullIsNotCounted() throws IOException {
        ObjectNode both = alert("both", "average");
        both.remove("site");
        both.putArray("sites").add(site).add(site + " annex");
        String id = post(both);
        post(alert("other", "critical").put("site", site + " annex"));

        openWall("");

        assertThat(problem(id).locator(".site")).hasText(site + ", " + site + " annex");
        assertThat(page.locator("#sites [data-site]")).hasCount(1);
        assertThat(page.locator("#sites [data-site='" + site + "'] b")).hasText("1");
    }

    @Test
    void aSiteIsKnownFromItsFirstAlertOn() throws IOException {
        String late = site + " annex";
        page.navigate(nocturne.url("push") + "/?site=" + encode(late));
        assertState("partial");

        String id = post(alert("first", "high").put("site", late));

        assertThat(problem(id)).isVisible();
        assertState("live");
    }

    @Test
    void aSeverityThatTheWallLeavesOutIsHiddenAndNotZero() throws IOException {
        post(alert("minor", "info"));

        openWall("&severity=warning");

        assertThat(page.locator("#count-info")).hasText("hidden");
        assertThat(page.locator("#count-unclassified")).hasText("hidden");
        assertThat(page.locator("#count-warning")).hasText("0");
        assertThat(page.locator("#total-word")).hasText("open problems, warning and above");
        page.locator("#filter-severity").selectOption("");
        assertThat(page.locator("#count-info")).hasText("1");
    }

    @Test
    void aFrozenNodeIsOfflineSinceItsLastWordAndAgesStop() throws IOException {
        String id = post(alert("old", "high"));
        openWall("");
        assertThat(problem(id)).isVisible();
        long frozen = System.nanoTime();

        nocturne.pause();
        String age;
        try {
            assertState("offline");
            age = ageOf(id);
            String banner = page.locator("#banner-word").textContent();
            assertThat(page.locator("#banner-word")).not().hasText(banner);
            assertThat(ageOf(id)).isEqualTo(age);
        } finally {
            nocturne.resume();
        }
        assertState("live");

        double silent = Duration.ofNanos(System.nanoTime() - frozen).toMillis() / 1000.0;
        assertThat(outages()).hasCount(1);
        assertThat(lengthOf(0)).as("of the last %s s", silent).isBetween(silent - 4, silent + 5);
        assertThat(problem(post(alert("after", "high")))).isVisible();
    }

    @Test
    void aStaleFeedIsAnOutageTooAndAReloadForgetsNone() {
        relayFeeds();
        openWall("");
        assertThat(outages()).hasCount(0);

        newest().send(STALE);
        assertState("stale");
        newest().send(FRESH);
        assertState("live");
        assertThat(outages()).hasCount(1);

        newest().send(STALE);
        assertState("stale");
        page.reload();
        assertState("live");
        assertThat(outages()).hasCount(2);
    }

    @Test
    void aRoleWithoutANodeThatWorksIsShownAndTheWallIsNotLive() {
        relayFeeds();
        openWall("");
        assertThat(page.locator("#hops [data-role=ingest][data-state=up]")).isVisible();
        assertThat(page.locator("#hops [data-role=store][data-state=up]")).isVisible();

        newest().send(HOPS.formatted("failing"));
        assertState("stale");
        assertThat(page.locator("#banner")).containsText("INGEST FAILS");
        assertThat(page.locator("#banner")).containsText("<b>why</b>");

        newest().send(HOPS.formatted("gone"));
        assertThat(page.locator("#banner")).containsText("NO INGEST");

        newest().send(HOPS.formatted("up"));
        assertState("live");
        assertThat(outages()).hasCount(1);
        assertNoComplaints();
    }

    @Test
    void aStepOfTheScreensClockIsNoOutageAndIsTold() throws IOException {
        page.addInitScript("window.step = 0; const real = Date.now; Date.now = () => real() + window.step");
        String id = post(alert("now", "high"));
        openWall("");
        watchStates();

        page.evaluate("window.step = 3_600_000");

        assertThat(page.locator("#hops [data-role=clocks]")).containsText("differ by 1h");
        assertThat(ageOf(id)).doesNotContain("h");
        page.evaluate("window.step = 0");
        assertThat(page.locator("#hops [data-role=clocks]")).hasCount(0);
        assertThat(states()).containsOnly("live");
        assertThat(outages()).hasCount(0);
    }

    @Test
    void aWallMovesBeforeItsNodeHasClosedAndNeitherAlarmsNorMissesAnything() throws IOException {
        relayFeeds();
        openWall("");
        watchStates();
        String before = post(alert("before", "high"));
        assertThat(problem(before)).isVisible();
        WebSocketRoute old = newest();

        old.send("{\"event\":\"draining\",\"within\":5}");
        String during = post(alert("during", "high"));
        page.waitForCondition(() -> feeds.size() > 1);
        assertThat(problem(during)).isVisible();
        page.waitForCondition(() -> closed.contains(old));

        String after = post(alert("after", "high"));
        assertThat(problem(after)).isVisible();
        assertThat(events()).hasCount(3);
        assertThat(feeds.get(1).url()).contains("since=");
        assertThat(states()).containsOnly("live");
        assertThat(outages()).hasCount(0);
        assertNoComplaints();
    }

    @Test
    void aPageThatTheBrowserBringsBackBeginsAnew() {
        relayFeeds();
        openWall("");
        newest().send(STALE);
        assertState("stale");
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        assertState("live");
    }

    @Test
    void theChosenSitesAreShownAlsoWhileNothingIsConnected() {
        openWall("&site=site+100");
        page.routeWebSocket(FEED, feed -> feed.close());

        page.locator("#filter-sites .chip").first().click();

        assertThat(page.locator("#filter-sites .chip")).hasCount(1);
    }

    /** The test stands between the page and its node, and can say more than the node does. */
    private void relayFeeds() {
        page.routeWebSocket(FEED, feed -> {
            feeds.add(feed);
            WebSocketRoute server = feed.connectToServer();
            feed.onClose((code, reason) -> {
                closed.add(feed);
                server.close();
            });
        });
    }

    private WebSocketRoute newest() {
        return feeds.get(feeds.size() - 1);
    }

    private void watchStates() {
        page.evaluate("window.states = [document.body.dataset.state];"
                + " new MutationObserver(() => window.states.push(document.body.dataset.state))"
                + ".observe(document.body, { attributes: true, attributeFilter: ['data-state'] })");
    }

    private List<Object> states() {
        return List.copyOf((List<?>) page.evaluate("window.states"));
    }

    private void assertState(String state) {
        assertThat(page.locator("#connection")).hasAttribute("data-state", state);
    }

    private Locator outages() {
        return page.locator("#outages li");
    }

    private double lengthOf(int outage) {
        String length = outages().nth(outage).locator("b").textContent();
        return Double.parseDouble(length.replace("s", ""));
    }

    private String ageOf(String id) {
        return problem(id).locator(".age").textContent();
    }
}
