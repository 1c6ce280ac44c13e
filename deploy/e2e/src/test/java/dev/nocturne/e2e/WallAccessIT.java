package dev.nocturne.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import dev.nocturne.e2e.Browser.Tab;
import dev.nocturne.testkit.NocturneProcess;
import dev.nocturne.testkit.ScreenTokens;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wall of a node that demands a token: it says what is wrong with its own, and goes live when nothing is. */
class WallAccessIT {
    /** Time enough for a page to load. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final Instant ALWAYS = Instant.EPOCH;
    private static final String ALERT = "{\"site\":\"HEL1\",\"severity\":\"high\",\"message\":\"link down\"}";

    @TempDir
    static Path dataDir;

    private static Browser browser;
    private static NocturneProcess nocturne;

    private Tab tab;
    private Page page;

    @BeforeAll
    static void start() {
        nocturne = NocturneProcess.launch("all", dataDir, Map.of("auth.anonymous", "", "auth.jwt.leeway", "0s"));
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
        page.addInitScript("Math.random = () => 0.1"); // short waits between tries
    }

    @AfterEach
    void closeTab() {
        tab.close();
    }

    @Test
    void aWallWithoutATokenSaysSoAndWhatToDoAndGoesOnSayingIt() {
        AtomicInteger tries = new AtomicInteger();
        page.onWebSocket(socket -> tries.incrementAndGet());

        openWall("");

        assertRefused("NO TOKEN", "this wall has no token");
        assertThat(page.locator("#all-clear-word")).hasText("No access");
        assertThat(page.locator("#all-clear-text")).containsText("#token=");
        assertThat(page.locator("#all-clear-text")).containsText("./nocturne token");
        page.waitForCondition(() -> tries.get() > 1);
        assertThat(page.locator("#banner")).containsText("trying now");
        assertRefused("NO TOKEN", "this wall has no token");
    }

    @Test
    void aTokenThatIsPutBehindTheAddressOfAnOpenWallIsTaken() {
        openWall("");
        assertRefused("NO TOKEN", "");

        openWall("#token=" + ScreenTokens.ALL);

        assertLive();
    }

    @Test
    void aTokenOfAnotherKeyIsRefusedInTheServersWords() {
        openWall("#token=" + ScreenTokens.FORGED);

        assertRefused("TOKEN REFUSED", "the token is not signed with a key that is known here");
        assertThat(page.locator("#all-clear-word")).hasText("No access");
        page.locator("#token").fill(ScreenTokens.ALL);
        page.locator("#sign-in button").click();
        assertLive();
    }

    @Test
    void aTokenThatEndsOnALiveWallLeavesItsPictureAndSaysThatItIsOld() throws Exception {
        post();
        openWall("#token=" + ScreenTokens.between(ALWAYS, Instant.now().plus(SOON)));
        assertLive();
        assertThat(page.locator("#problems [data-id]").first()).isVisible();

        assertRefused("TOKEN REFUSED", "the token has expired");
        assertThat(page.locator("#banner")).containsText("what you see is from");
        assertThat(page.locator("#problems [data-id]").first()).isVisible();
        assertThat(page.locator("#outages li")).hasCount(1);
    }

    @Test
    void aWallGoesLiveByItselfWhenItsTokenIsTakenAtLast() {
        Instant now = Instant.now();

        openWall("#token=" + ScreenTokens.between(now.plus(SOON), now.plus(Duration.ofHours(1))));

        assertRefused("TOKEN REFUSED", "the token is not valid yet");
        assertLive();
    }

    @Test
    void aWallSaysWhichOfItsSitesItsTokenDoesNotAllow() throws Exception {
        post();
        openWall("?site=HEL1&site=STO2#token=" + ScreenTokens.reader("HEL1"));

        assertThat(page.locator("#connection")).hasAttribute("data-state", "partial");
        assertThat(page.locator("#banner-text")).hasText("the token of this wall does not allow STO2");
        assertThat(page.locator(".chip[data-missing='not allowed']")).hasText(Pattern.compile("STO2"));
        assertThat(page.locator("#problems [data-id]").first()).isVisible();

        openWall("?site=STO2#token=" + ScreenTokens.reader("HEL1"));

        assertThat(page.locator("#banner-word")).hasText("NOTHING SEEN");
        assertThat(page.locator("#all-clear-word")).hasText("Nothing seen");
        assertThat(page.locator("#all-clear")).hasAttribute("data-clear", "false");
    }

    @Test
    void aLimitedTokenWithoutAFilterIsNotAllSites() throws Exception {
        post();
        openWall("#token=" + ScreenTokens.reader("HEL1"));

        assertLive();
        assertThat(page.locator("#filter-sites")).hasText("Only HEL1");
    }

    @Test
    void theReasonIsTextAndNeverMarkup() {
        var refusal = new WebSocketRoute.CloseOptions().setCode(4403).setReason("<img src=x onerror=alert(1)>\u202e");
        page.routeWebSocket(Pattern.compile("/ws/"), socket -> socket.onMessage(token -> socket.close(refusal)));

        openWall("#token=" + ScreenTokens.ALL);

        assertRefused("TOKEN REFUSED", "<img src=x onerror=alert(1)>");
        assertThat(page.locator("img")).hasCount(0);
        assertThat(tab.complaints()).isEmpty();
    }

    private void openWall(String hash) {
        page.navigate(nocturne.url("push") + "/" + hash);
    }

    private void assertRefused(String word, String reason) {
        assertThat(page.locator("#connection")).hasAttribute("data-state", "refused");
        assertThat(page.locator("#connection-word")).hasText("NO ACCESS");
        assertThat(page.locator("#banner-word")).hasText(word);
        assertThat(page.locator("#banner-text")).containsText(reason);
        assertThat(page.locator("#sign-in")).isVisible();
        assertThat(page).hasTitle(Pattern.compile("NO ACCESS"));
    }

    private void assertLive() {
        assertThat(page.locator("#connection")).hasAttribute("data-state", "live");
        assertThat(page.locator("#banner")).isHidden();
        assertThat(page.locator("#sign-in")).isHidden();
    }

    private static void post() throws Exception {
        URI alerts = nocturne.url("ingest").resolve("/internal/alerts");
        assertThat(Http.post(alerts, ALERT).stored()).isTrue();
    }
}
