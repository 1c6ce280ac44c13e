package dev.nocturne.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the wall knows of alerts, of its connection and of words. */
class WallModulesIT extends WallModules {
    private static final String EVENT = """
            const event = (seq, status = "open", more = {}) => ({
              event: status === "open" ? "alert.created" : "alert.resolved", seq, id: "a", sites: ["s"], severity: "high",
              message: `m${seq}`, ts: "2026-11-20T18:55:00Z", status, acknowledged: false, ...more });
            const openIds = (alerts) => [...alerts.open.keys()].sort();
            """;

    @Test
    void theHighestSeqOfAnAlertIsTheTruthInEveryOrderOfArrival() {
        assertThat(run("""
                const { apply, emptyAlerts } = await import("/wall/alerts.js");
                const history = [event(1), event(2, "open", { severity: "critical" }), event(3, "resolved"),
                  event(4, "open", { acknowledged: true }), event(5, "resolved"), event(6)];
                const orders = (all) => all.length < 2 ? [all]
                  : all.flatMap((one, i) => orders(all.toSpliced(i, 1)).map((rest) => [one, ...rest]));
                const ends = new Set();
                for (const upTo of [5, 6]) for (const order of orders(history.slice(0, upTo))) {
                  const alerts = emptyAlerts();
                  for (const one of order) apply(alerts, one);
                  for (const one of order) if (apply(alerts, one)) ends.add("a repeat was news");
                  ends.add(`${upTo}: ${[...alerts.open.values()].map((alert) => alert.message)}`);
                }
                return [...ends];
                """)).isEqualTo(List.of("5: ", "6: m6"));
    }

    @Test
    void aSnapshotOlderThanTheFeedNeitherReopensNorHidesAnything() {
        assertThat(run("""
                const { apply, applySnapshot, emptyAlerts } = await import("/wall/alerts.js");
                const alerts = emptyAlerts();
                apply(alerts, event(3, "open", { id: "lost" }));
                apply(alerts, event(11, "resolved", { id: "resolved since" }));
                apply(alerts, event(12, "open", { id: "new since" }));
                apply(alerts, event(13, "open", { id: "worse since", severity: "critical" }));
                applySnapshot(alerts, { seq: 10, alerts: [event(2, "open", { id: "resolved since" }),
                  event(5, "open", { id: "worse since" }), event(6, "open", { id: "only listed" })] });
                return [openIds(alerts), alerts.open.get("worse since").severity];
                """)).isEqualTo(List.of(List.of("new since", "only listed", "worse since"), "critical"));
    }

    @Test
    void aSnapshotClosesWhatWasResolvedWhileNobodyListened() {
        assertThat(run("""
                const { apply, applySnapshot, emptyAlerts } = await import("/wall/alerts.js");
                const alerts = emptyAlerts();
                apply(alerts, event(3));
                applySnapshot(alerts, { seq: 9, alerts: [] });
                const closed = openIds(alerts);
                apply(alerts, event(10));
                return [closed, openIds(alerts)];
                """)).isEqualTo(List.of(List.of(), List.of("a")));
    }

    @Test
    void theNewestFiftyEventsAreKeptOnceInOrder() {
        assertThat(run("""
                const { emptyAlerts, remember } = await import("/wall/alerts.js");
                const alerts = emptyAlerts();
                const seqs = Array.from({ length: 80 }, (_, i) => (i * 37) % 80 + 1);
                for (const seq of [...seqs, ...seqs]) remember(alerts, event(seq));
                const kept = alerts.recent.map((one) => one.seq);
                return [kept.length, kept[0], kept[49], kept.every((seq, i) => !i || seq === kept[i - 1] - 1)];
                """)).isEqualTo(List.of(50, 80, 31, true));
    }

    @Test
    void problemsAreOrderedByUrgencyAndCountedBySite() {
        assertThat(run("""
                const { apply, countBySite, emptyAlerts, openProblems } = await import("/wall/alerts.js");
                const alerts = emptyAlerts();
                const at = (id, severity, occurredAt, site) => ({ id, severity, occurredAt, sites: [site, "all"] });
                apply(alerts, event(1, "open", at("old critical", "critical", "2026-11-20T10:00:00Z", "b")));
                apply(alerts, event(2, "open", at("new critical", "critical", "2026-11-20T11:00:00Z", "b")));
                apply(alerts, event(3, "open", at("new high", "high", "2026-11-20T12:00:00Z", "a")));
                apply(alerts, event(4, "open", at("unheard of", "catastrophe", "2026-11-20T12:00:00Z", "a")));
                apply(alerts, event(5, "resolved", at("gone", "critical", "2026-11-20T12:00:00Z", "c")));
                const open = openProblems(alerts);
                return [open.map((one) => one.id), openProblems(alerts, "high").length,
                  countBySite(alerts, open).map((one) => `${one.site} ${one.count} ${one.worst}`),
                  countBySite(alerts, open, ["a", "c"]).map((one) => one.site)];
                """))
                .isEqualTo(List.of(
                        List.of("new critical", "old critical", "new high", "unheard of"),
                        3,
                        List.of("all 4 critical", "b 2 critical", "a 2 high", "c 0 "),
                        List.of("a", "c")));
    }

    @Test
    void waitsBetweenTriesGrowToHalfAMinuteAndAreSpread() {
        assertThat(run("""
                const { Backoff } = await import("/wall/backoff.js");
                const waits = (random) => {
                  const real = Math.random;
                  Math.random = () => random;
                  try {
                    const backoff = new Backoff();
                    const seven = Array.from({ length: 7 }, () => backoff.next());
                    backoff.reset();
                    return [...seven, backoff.next()];
                  } finally {
                    Math.random = real;
                  }
                };
                const many = new Backoff();
                const longest = Math.max(...Array.from({ length: 2000 }, () => many.next()));
                return [waits(0), waits(0.5), longest <= 30_000 && longest > 25_000];
                """))
                .isEqualTo(List.of(
                        List.of(0, 0, 0, 0, 0, 0, 0, 0),
                        List.of(500, 1000, 2000, 4000, 8000, 15000, 15000, 500),
                        true));
    }

    @Test
    void whyTheServerRefusesIsLearntFromTheCloseOrElseFromRest() {
        assertThat(run("""
                const { Access } = await import("/wall/access.js");
                const { ReadFailed } = await import("/wall/api.js");
                let answer;
                const access = new Access({ probe: async () => { if (answer) throw answer; } }, () => new URLSearchParams(), () => {});
                const after = async (end, told) => {
                  answer = told;
                  access.closed({ reason: "", ...end });
                  await new Promise((done) => setTimeout(done));
                  return access.refusal;
                };
                return [
                  await after({ opened: true, code: 4401, reason: "the token has expired" }),
                  await after({ opened: true, code: 1012 }),
                  await after({ opened: true, code: 4403 }),
                  await after({ opened: false, code: 1006 }, new ReadFailed(401, "no such key")),
                  await after({ opened: false, code: 1006 }, new ReadFailed(403)),
                  await after({ opened: false, code: 1006 }, new ReadFailed(0)),
                  await after({ opened: false, code: 1006 }, null)];
                """))
                .isEqualTo(Arrays.asList(
                        "the token has expired", null, "closed with 4403", "no such key", "HTTP 403", null, null));
    }

    @Test
    void agesAndLinesAreReadableWhateverTheSourceSends() {
        assertThat(run("""
                const { age, line } = await import("/wall/text.js");
                return [age(-5), age(59_999), age(252_000), age(7_500_000), age(86_400_000 * 3 + 3_600_000 * 4), age(NaN),
                  line("a\\r\\n\\tb\\u001b[31m\\u202ec\\u007f\\u0085d"), line(null), line(7), line("\\ud800x"),
                  line("\\u200f12 - \\u061c34\\u200e"),
                  [...line("🔥".repeat(500))].length];
                """))
                .isEqualTo(List.of(
                        "0s",
                        "59s",
                        "4m 12s",
                        "2h 05m",
                        "3d 04h",
                        "–",
                        "a b␛[31mc␡ d",
                        "",
                        "7",
                        "\ufffdx",
                        "12 - 34",
                        321));
    }

    private static Object run(String body) {
        return inBrowser(EVENT + body);
    }
}
