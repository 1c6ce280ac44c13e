package dev.nocturne.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.nocturne.e2e.Browser.Tab;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall's header has room for everything that it may have to say, on every screen; without a node. */
class WallHeaderIT {
    /** The wall's own functions write the longest texts and then everything is measured, before the page's next tick. */
    private static final String COLLISIONS = """
            async () => {
              const load = (module) => import(`/wall/${module}.js`);
              const [{ showClock, showConnection }, { showCounts }, { showFilters }, { SEVERITIES }] =
                await Promise.all(["connection", "panels", "filters", "severity"].map(load));
              const found = [];
              const boxOf = (node) => {
                const range = document.createRange();
                range.selectNodeContents(node);
                const { left, right } = range.getBoundingClientRect();
                const { top, bottom } = node.getBoundingClientRect(); // a font's own height is more than its line's
                return { left, right, top, bottom };
              };
              const name = (node) => node.id || node.className;
              const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
              const within = (inner, outer) => inner.left >= outer.left - 0.5 && inner.right <= outer.right + 0.5
                && inner.top >= outer.top - 0.5 && inner.bottom <= outer.bottom + 0.5;
              const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
              const measure = (what) => {
                const bar = document.querySelector(".bar");
                const parts = [...bar.children].map((node) => [node, node.getBoundingClientRect()]);
                const texts = [...bar.querySelectorAll(".counts li, #connection > *")].map((node) => [node, boxOf(node)]);
                for (const [node, box] of parts) if (!within(box, screen)) found.push(`${what}: ${name(node)} leaves`);
                for (const [node, box] of texts) {
                  const own = node.getBoundingClientRect();
                  if (!within(box, own)) found.push(`${what}: the text of ${name(node)} leaves`);
                  if (!within(own, node.parentElement.getBoundingClientRect())) found.push(`${what}: ${name(node)} leaves`);
                }
                for (const group of [parts, texts]) group.forEach(([a, boxA], i) => group.slice(i + 1).forEach(([b, boxB]) => {
                  if (!apart(boxA, boxB)) found.push(`${what}: ${name(a)} over ${name(b)}`);
                }));
                const brand = document.querySelector("#wall-title").clientWidth / parseFloat(getComputedStyle(document.body).fontSize);
                if (brand < 9) found.push(`${what}: ${brand} rem for the name`);
              };
              const ago = (ms) => ({ time: Date.now() - ms, steady: performance.now() - ms });
              const scope = { sites: ["*"], denied: [], unknown: ["Serengeti"] };
              const counts = { "no": [[], false], "some": [[{ severity: "critical" }], true], "very many": [
                SEVERITIES.flatMap((severity) => new Array(88_888).fill({ severity })), true] };
              const filters = { "no filter": { sites: [], severity: "", title: "" },
                "filters": { sites: ["Kilimanjaro", "Serengeti", "x".repeat(80), "Mombasa", "Dodoma", "Arusha", "Lamu", "Nairobi"], severity: "high",
                  title: "The wall of the whole of East Africa" } };
              for (const [many, count] of Object.entries(counts)) for (const [filtered, view] of Object.entries(filters)) {
                showCounts(...count, view.severity);
                showFilters(view, scope);
                showClock(Date.parse("2026-09-30T23:58:58Z"));
                for (const state of ["connecting", "live", "partial", "stale", "offline", "refused"]) {
                  for (const lastFrame of [null, ago(0), ago(86_399_000), ago(99 * 86_400_000)]) {
                    showConnection({ state, since: null, what: "NOTHING SEEN", text: "the server says so" }, lastFrame);
                    measure(`${innerWidth} ${state}, ${many} problems, ${filtered}`);
                  }
                }
              }
              return [...new Set(found)];
            }
            """;

    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 1280, 1366, 1440, 1599, 1600, 1680, 1920, 2560, 3440, 3840})
    void nothingOverlapsOrLeavesTheScreen(int width) {
        try (Tab tab = browser.open(width, width * 9 / 16)) {
            Page page = tab.page();
            page.route("**", WallFiles::serve);
            page.navigate("http://wall.test/wall/index.html");

            assertThat(page.evaluate(COLLISIONS)).isEqualTo(List.of());
        }
    }
}
