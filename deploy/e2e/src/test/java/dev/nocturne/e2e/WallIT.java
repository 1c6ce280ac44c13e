package dev.nocturne.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import dev.nocturne.testkit.NocturneProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The wall in a browser, on a running node: what it shows, live, filtered, and when its node is gone. */
class WallIT extends WallFixture {
    private static final List<String> SEVERITIES =
            List.of("critical", "high", "average", "warning", "info", "unclassified");

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
    void aRowHasAllThatTheSourceToldOfTheProblem() throws IOException {
        ObjectNode problem = alert("link", "high")
                .put("url", "https://zabbix.example/tr_events.php?eventid=7")
                .put("runbook", "javascript:alert(1)")
                .put("opdata", "loss 12 %")
                .put("message", "m".repeat(2_100));
        problem.remove("site");
        problem.putArray("sites").add(site).add(site + " annex");
        problem.putArray("hosts").add("core-1").add("core-2");
        String id = post(problem);
        openWall("");

        Locator row = problem(id);
        assertThat(row.locator(".site")).hasText(site + ", " + site + " annex");
        assertThat(row.locator(".host")).hasText("core-1, core-2");
        assertThat(row.locator(".opdata")).hasText("loss 12 %");
        assertThat(row.locator(".warning")).containsText("⚠ \"message\" has 2100 characters");
        assertThat(row.locator(".message a")).hasAttribute("href", "https://zabbix.example/tr_events.php?eventid=7");
        assertThat(row.locator(".runbook")).hasText("");
        assertThat(row.locator(".runbook[href]")).hasCount(0);
        assertThat(row.evaluate("node => node.scrollHeight <= node.clientHeight"))
                .isEqualTo(true);
        assertNoComplaints();
    }

    @Test
    void whoAcknowledgedStaysThroughLaterCommentsAndReloads() throws IOException {
        String id = post(sample("problem"));
        post(sample("update_ack"));
        post(sample("update_long_comment")
                .put("event_update_time", "23:59:59")
                .put("event_update_user", "somebody else"));

        openWall("");

        String by = sample("update_ack").path("event_update_user").asText();
        assertThat(problem(id).locator(".ack")).hasText("✓ " + by);
        assertThat(problem(id).locator(".ack"))
                .hasAttribute("title", Pattern.compile("acknowledged by .* at 18:55:04: Looking into it"));
    }

    @Test
    void everyRowCanBeReachedByKeyboard() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            ids.add(post(alert("row " + i, "high").put("occurredAt", "2026-11-20T18:00:" + (10 + i) + "Z")));
        }
        openWall("");
        assertThat(problems()).hasCount(45);
        assertThat(problem(ids.get(0))).not().isInViewport();

        page.locator("#problems").focus();
        page.keyboard().press("End");
        assertThat(problem(ids.get(0))).isInViewport();
        assertThat(page.locator("#problems")).hasAttribute("aria-activedescendant", "problem-" + ids.get(0));
        page.keyboard().press("ArrowUp");
        assertThat(problem(ids.get(1))).hasClass(Pattern.compile("active"));
        page.keyboard().press("Home");
        assertThat(problem(ids.get(44))).isInViewport();
        assertThat(problem(ids.get(44))).hasClass(Pattern.compile("active"));

        String worse = post(alert("worse", "critical"));
        assertThat(problem(worse)).isVisible();
        assertThat(problem(ids.get(44))).hasClass(Pattern.compile("active"));
    }

    @Test
    void aSmallScreenHasRoomForTheMessageAndTheAge() throws IOException {
        String id = post(alert("link", "unclassified"));
        page.setViewportSize(1024, 768);

        openWall("");

        Locator row = problem(id);
        assertThat(row).isVisible();
        assertThat((int) row.locator(".message").evaluate("node => node.clientWidth"))
                .isGreaterThan(200);
        assertThat(row.evaluate("node => node.scrollWidth <= node.clientWidth")).isEqualTo(true);
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
}
