package dev.nocturne.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wall's modules that know nothing of the page, run in the browser without a node. */
class WallModulesIT {
    private static final String EVENT = """
            const event = (seq, status = "open", more = {}) => ({
              event: status === "open" ? "alert.created" : "alert.resolved", seq, id: "a", sites: ["s"], severity: "high",
              message: `m${seq}`, ts: "2026-11-20T18:55:00Z", status, acknowledged: false, ...more });
            const openIds = (alerts) => [...alerts.open.keys()].sort();
            """;

    private static Browser browser;
    private static Page page;

    @BeforeAll
    static void start() {
        browser = new Browser();
        page = browser.open().page();
        page.route("**", WallFiles::serve);
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @BeforeEach
    void load() {
        page.navigate("http://wall.test/empty");
    }

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

    /** What a page would have to do within an hour, on clocks that a test can turn. */
    private static final String CLOCKS = """
            const clocks = { wall: 1_800_000_000_000, steady: 0 };
            Date.now = () => clocks.wall;
            performance.now = () => clocks.steady;
            const pass = (seconds) => { clocks.wall += seconds * 1000; clocks.steady += seconds * 1000; };
            const { ServerClock } = await import("/wall/clock.js");
            const clock = new ServerClock();
            """;

    @Test
    void aStepOfTheScreensClockMovesNothingAndIsTold() {
        assertThat(run(CLOCKS + """
                const server = clocks.wall / 1000;
                const before = clock.mark();
                clock.learn(server);
                pass(10);
                clocks.wall += 3_600_000;
                const stepped = [clock.now() - before.time, clock.skew];
                pass(3);
                clock.learn(server + 13);
                return [...stepped, clock.now() - before.time, clock.skew];
                """)).isEqualTo(List.of(10_000, 0, 13_000, -3_600_000));
    }

    @Test
    void theServersTimeCountsOnAScreenWhoseClockIsWrongOrHasSlept() {
        assertThat(run(CLOCKS + """
                const server = clocks.wall / 1000 - 7200;
                clock.learn(server);
                const late = [clock.now() / 1000 - server, clock.skew];
                const heard = clock.mark();
                clocks.wall += 600_000; // it slept: the steady clock stood
                clock.learn(server + 600);
                return [...late, (clock.now() - heard.time) / 1000];
                """)).isEqualTo(List.of(0, -7_200_000, 600));
    }

    @Test
    void outagesOfADayOutliveThePageAndTheOneThatLastsGoesOn() {
        assertThat(run("""
                const { Outages } = await import("/wall/outages.js");
                localStorage.clear();
                const hour = 3_600_000;
                const first = new Outages(() => "here");
                const lengths = (outages, now) => outages.recent(now).map(({ from, to }) => `${from / hour} ${to && to / hour}`);
                for (const from of [1, 3, 26]) {
                  first.begin(from * hour);
                  first.end((from + 1) * hour);
                }
                first.begin(27 * hour);
                first.begin(28 * hour);
                const reloaded = new Outages(() => "here");
                reloaded.end(30 * hour);
                localStorage.setItem("broken", "{");
                return [lengths(first, 27 * hour), lengths(reloaded, 30 * hour),
                  new Outages(() => "elsewhere").list.length, new Outages(() => "broken").list.length];
                """)).isEqualTo(List.of(List.of("27 null", "26 27", "3 4"), List.of("27 30", "26 27"), 0, 0));
    }

    /** Everything is well, but for what a test makes of it. */
    private static final String JUDGE = """
            const { clock } = await import("/wall/clock.js");
            const { judge } = await import("/wall/truth.js");
            const now = clock.mark();
            const ago = (ms) => ({ steady: now.steady - ms, time: now.time - ms });
            const up = [{ role: "ingest", state: "up" }, { role: "store", state: "up" }];
            const told = (more, sync = {}) => {
              const { state, what, since } = judge({ connected: true, everConnected: true, opened: ago(60_000), mistakes: [],
                farewell: "", refusal: null, badAddress: null, asking: false, inOutage: false, hasToken: true, feed: { retryIn: 0 }, ...more,
                sync: { rightAt: ago(4_000), staleSince: null, behindSince: null, failure: null, everRight: true, hops: up,
                  scope: { sites: ["*"], denied: [], unknown: [] }, ...sync } });
              return [state, what, since && Math.round((now.time - since) / 100) * 100].join(" ");
            };
            const scope = (more) => ({ scope: { sites: ["a"], denied: [], unknown: [], ...more } });
            """;

    @Test
    void aWallIsLiveOnlyIfItKnowsThatProblemsCanArriveAndThatItSeesAllThatItAsksFor() {
        assertThat(run(JUDGE + """
                return [told({}),
                  told({ refusal: "no" }),
                  told({ refusal: "no", badAddress: "too long" }),
                  told({ connected: false }),
                  told({ connected: false, everConnected: false }),
                  told({ connected: false, asking: true }, { rightAt: null }),
                  told({ connected: false, asking: true, inOutage: true }, { rightAt: null }),
                  told({}, { staleSince: ago(9_000) }),
                  told({}, { staleSince: ago(9_000), hops: [up[0], { role: "store", state: "failing" }] }),
                  told({}, { behindSince: ago(1_000) }),
                  told({}, { behindSince: ago(2_000) }),
                  told({}, { behindSince: ago(100), failure: { message: "HTTP 503" } }),
                  told({}, { everRight: false, behindSince: ago(2_000) }),
                  told({}, { hops: [] }),
                  told({}, { hops: [{ role: "ingest", state: "unknown" }, up[1]] }),
                  told({}, { hops: [{ role: "ingest", state: "gone", since: new Date(now.time - 7_000).toISOString() }, up[1]] }),
                  told({}, { hops: [{ role: "ingest", state: "failing" }, { role: "store", state: "failing" }] }),
                  told({}, { hops: [{ role: "relay", state: "gone" }] }).startsWith("stale GONE"),
                  told({}, scope({ denied: ["b"] })),
                  told({}, scope({ unknown: ["c"] })),
                  told({}, scope({ sites: ["c"], unknown: ["c"] })),
                  told({}, scope({ sites: [] })),
                  told({ mistakes: ["?sevrity"] }),
                  told({ mistakes: ["?sevrity"] }, { staleSince: ago(9_000) })];
                """))
                .isEqualTo(List.of(
                        "live  ",
                        "refused TOKEN REFUSED 4000",
                        "refused BAD ADDRESS ",
                        "offline OFFLINE for 4s 4000",
                        "connecting  ",
                        "connecting  ",
                        "offline OFFLINE for 1m 00s 60000",
                        "stale STALE 9000",
                        "stale STORE FAILS 0",
                        "live  ",
                        "stale STALE 2000",
                        "stale STALE 100",
                        "connecting  ",
                        "connecting  ",
                        "connecting  ",
                        "stale NO INGEST 7000",
                        "stale STORE FAILS 0",
                        true,
                        "partial NOT ALL ",
                        "partial NOT ALL ",
                        "partial NOTHING SEEN ",
                        "partial NOTHING SEEN ",
                        "partial NOT ALL ",
                        "stale STALE 9000"));
    }

    @Test
    void whatTheAddressCannotMeanIsAMistake() {
        assertThat(run("""
                const { readView } = await import("/wall/view.js");
                return ["?site=a&severity=HIGH&title=t", "", "?severity=hgih", "?sites=a&Severity=high", "?site=", "?site=*",
                  "?title=a&title=b"].map((search) => readView({ search }).mistakes.length)
                  .concat(["#token=t", "#site=a&token=t"].map((hash) => readView({ search: "", hash }).mistakes.length));
                """)).isEqualTo(List.of(0, 0, 1, 2, 1, 1, 1, 0, 1));
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
        return page.evaluate("async () => {" + EVENT + body + "}");
    }
}
