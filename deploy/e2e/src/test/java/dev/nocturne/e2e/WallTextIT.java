package dev.nocturne.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text from alerts, however hostile, is text on the wall and never markup. */
class WallTextIT extends WallFixture {
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
        post(sample("update_long_comment").put("event_update_user", markup).put("site", site + markup));

        openWall("&site=" + encode(site + markup));

        assertThat(problem(id).locator(".ack")).containsText("<img src=x onerror=alert(1)>");
        assertThat(page.locator("#sites [data-site]").first()).containsText(site + "<img src=x onerror=alert(1)>");
        assertThat(page.locator("#filter-sites .chip")).hasCount(2);
        assertThat(page.locator("img, script:not([src])")).hasCount(0);
        assertNoComplaints();
    }

    private static Object markupOf(Locator row) {
        return row.evaluate(
                "row => [...row.querySelectorAll('*')].map(node => node.tagName"
                        + " + [...node.attributes].map(a => a.name).filter(name => !['datetime', 'href', 'target', 'rel'].includes(name)).join())");
    }

    private static Object heightOf(Locator row) {
        return row.evaluate("row => Math.round(row.getBoundingClientRect().height)");
    }

    /** The wall's promise in other words: one line, no control characters, nothing that turns text round. */
    private static String shownOnOneLine(String text) {
        String line = text.replaceAll("[\\t\\n\\x0b\\f\\r\\u0085\\u2028\\u2029]+", " ")
                .replaceAll("[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]", "")
                .replaceAll("[\\u0080-\\u009f]", "\ufffd")
                .codePoints()
                .mapToObj(c -> Character.toString(c < 0x20 ? 0x2400 + c : c == 0x7f ? 0x2421 : c))
                .collect(Collectors.joining())
                .strip();
        return line.length() <= 320 ? line : line.substring(0, 320) + "…";
    }
}
