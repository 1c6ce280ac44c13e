package dev.nocturne.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import dev.nocturne.e2e.Browser.Tab;
import dev.nocturne.testkit.NocturneProcess;
import dev.nocturne.testkit.ZabbixSamples;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the picture of the documentation. It is no part of the tests: {@code mvn verify -pl deploy/e2e -am
 * -Dit.test=WallPicture -Dfailsafe.failIfNoSpecifiedTests=false -Dwall.picture=/where/wall.png}, and then {@code
 * pngquant} makes it small.
 */
class WallPicture {
    private static final List<String> SAMPLES =
            List.of("problem", "problem_non_ascii", "problem_emoji", "problem_html", "update_ack");

    /** A problem, and how many minutes ago it began. */
    private record Problem(int minutes, String severity, String site, String host, String message) {}

    private static final List<Problem> PROBLEMS = List.of(
            new Problem(4, "critical", "Serengeti", "ser-core-1", "BGP session to AS37153 down"),
            new Problem(11, "high", "Kilimanjaro", "kili-ups-2", "UPS on battery, 23 minutes left"),
            new Problem(37, "high", "Serengeti", "ser-db-1", "PostgreSQL replication lag is 94 s"),
            new Problem(52, "average", "Mombasa", "mba-edge-3", "Packet loss to Nairobi 12 % for 5 minutes"),
            new Problem(95, "average", "Kilimanjaro", "kili-mail-1", "Mail queue above 5,000 messages"),
            new Problem(170, "warning", "Mombasa", "mba-nas-1", "Volume /export is 91 % full"),
            new Problem(260, "warning", "Dodoma", "dod-ap-14", "Access point has restarted 3 times today"),
            new Problem(1_480, "info", "Dodoma", "dod-sw-2", "Firmware update is available"));

    @TempDir
    Path dataDir;

    @Test
    void takePicture() throws IOException {
        Path picture = Path.of(System.getProperty("wall.picture"));
        try (NocturneProcess nocturne = NocturneProcess.launch("all", dataDir, Map.of("push.heartbeat", "1s"));
                Browser browser = new Browser();
                Tab tab = browser.open(1600, 900)) {
            nocturne.awaitReady();
            URI alerts = nocturne.url("ingest").resolve("/internal/alerts");
            Instant now = Instant.now();
            for (Problem problem : PROBLEMS) {
                Http.post(alerts, body(problem, now).toString());
            }
            Http.post(
                    alerts,
                    resolved("Mombasa", "mba-gen-1", "Generator 1 runs", now).toString());
            for (String sample : SAMPLES) {
                Http.post(alerts, moved(sample, now).toString());
            }
            Page page = tab.page();
            page.navigate(nocturne.url("push") + "/?title=NOC+East+Africa");
            assertThat(page.locator("#connection")).hasAttribute("data-state", "live");
            assertThat(page.locator("#problems [data-id]")).hasCount(PROBLEMS.size() + SAMPLES.size() - 1);
            Http.post(
                    alerts,
                    body(new Problem(0, "critical", "Kilimanjaro", "kili-core-2", "Link to summit station down"), now)
                            .toString());
            assertThat(page.locator("#problems [data-id]")).hasCount(PROBLEMS.size() + SAMPLES.size());
            assertThat(page.locator("#problems .fresh")).hasCount(0);
            page.screenshot(new Page.ScreenshotOptions().setPath(picture));
        }
    }

    private static ObjectNode body(Problem problem, Instant now) {
        return Http.JSON
                .createObjectNode()
                .put("site", problem.site())
                .put("severity", problem.severity())
                .put("host", problem.host())
                .put("message", problem.message())
                .put("source", "zabbix-east")
                .put("sourceId", problem.host())
                .put(
                        "occurredAt",
                        now.minus(Duration.ofMinutes(problem.minutes())).toString());
    }

    private static ObjectNode resolved(String site, String host, String message, Instant now) {
        return body(new Problem(20, "average", site, host, message), now).put("status", "resolved");
    }

    /** A real body as if it came now: its own times are long ago. */
    private static ObjectNode moved(String sample, Instant now) {
        ObjectNode body = (ObjectNode) Http.parse(ZabbixSamples.body(sample));
        if (sample.equals("problem_html")) {
            body.put("site", "HEL1");
        }
        return body.put("alert_epoch", Long.toString(now.getEpochSecond()));
    }
}
