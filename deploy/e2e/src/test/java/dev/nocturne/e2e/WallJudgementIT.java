package dev.nocturne.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether the wall may be believed, since when not, and by which clock. */
class WallJudgementIT extends WallModules {
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
        assertThat(inBrowser(CLOCKS + """
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
        assertThat(inBrowser(CLOCKS + """
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
        assertThat(inBrowser("""
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
                """))
                .isEqualTo(List.of(List.of("27 null", "26 27", "3 4"), List.of("27 30", "26 27"), 0, 0));
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
        assertThat(inBrowser(JUDGE + """
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
        assertThat(inBrowser("""
                const { readView } = await import("/wall/view.js");
                return ["?site=a&severity=HIGH&title=t", "", "?severity=hgih", "?sites=a&Severity=high", "?site=", "?site=*",
                  "?title=a&title=b"].map((search) => readView({ search }).mistakes.length)
                  .concat(["#token=t", "#site=a&token=t"].map((hash) => readView({ search: "", hash }).mistakes.length));
                """)).isEqualTo(List.of(0, 0, 1, 2, 1, 1, 1, 0, 1));
    }
}
