package dev.nocturne.e2e;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The wall's modules that know nothing of the page, run in the browser without a node. */
abstract class WallModules {
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

    /** What the body of an asynchronous function returns. */
    static Object inBrowser(String body) {
        return page.evaluate("async () => {" + body + "}");
    }
}
