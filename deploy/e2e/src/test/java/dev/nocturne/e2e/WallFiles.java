package dev.nocturne.e2e;

import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.Map;

/** The wall's files under {@code /wall/} of any host, without a node; every other path is an empty page. */
final class WallFiles {
    private static final Path WALL = Path.of("../../push-verticle/src/main/resources/wall");

    private WallFiles() {}

    static void serve(Route route) {
        String path = route.request().url().replaceFirst("^http://[^/]+", "");
        var answer = new Route.FulfillOptions().setHeaders(Map.of("content-security-policy", "default-src 'self'"));
        route.fulfill(
                path.startsWith("/wall/")
                        ? answer.setPath(WALL.resolve(path.substring("/wall/".length())))
                        : answer.setContentType("text/html").setBody("<!doctype html>"));
    }
}
