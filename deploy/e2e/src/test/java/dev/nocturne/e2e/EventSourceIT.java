package dev.nocturne.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.testkit.NocturneProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The event stream as a page in a browser uses it, which comes back without a line of the page's own. */
class EventSourceIT extends WallFixture {
    private static final String LISTEN = """
            since => {
              window.heard = [];
              window.opened = 0;
              window.source = new EventSource(`/sse/alerts?since=${since}`);
              source.onopen = () => opened++;
              source.addEventListener('broadcast', event => heard.push(`${event.lastEventId.split(":").pop()} ${JSON.parse(event.data).seq}`));
            }
            """;

    @Test
    void itHasEveryEventOnceAlsoAfterItsNodeWasRestarted() throws IOException {
        List<String> expected = new ArrayList<>();
        openWall("");
        page.evaluate(LISTEN, 0);
        expected.add(placed("before"));
        expected.add(placed("last before"));
        awaitHeard(expected);

        assertThat(nocturne.stop()).isZero();
        nocturne = NocturneProcess.launch("all", dataDir, settings).awaitReady();
        expected.add(placed("meanwhile"));
        awaitHeard(expected);
        expected.add(placed("after"));
        awaitHeard(expected);

        assertThat(page.evaluate("opened")).isEqualTo(2);
        assertThat(page.evaluate("source.readyState")).as("open").isEqualTo(1);
    }

    /** What the page notes of an event. */
    private String placed(String name) throws IOException {
        String seq = postForSeq(alert(name, "high"));
        return seq + " " + seq;
    }

    private void awaitHeard(List<String> expected) {
        page.waitForCondition(() -> ((List<?>) page.evaluate("heard")).size() >= expected.size());
        assertThat(page.evaluate("heard")).isEqualTo(expected);
    }
}
