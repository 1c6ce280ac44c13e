package dev.nocturne.push;

import dev.nocturne.auth.Access;
import dev.nocturne.auth.Scope;
import dev.nocturne.http.Query;
import dev.nocturne.model.Json;
import dev.nocturne.model.Sites;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known beside the alerts: the sites that there are, and whether alerts can arrive. */
final class StatusApi {
    private static final String SITES = RestApi.ROOT + "/sites";
    private static final String HOPS = RestApi.ROOT + "/hops";

    private final FeedView feed;
    private final Answers answers;
    private final Map<String, List<String>> siteGroups;

    StatusApi(FeedView feed, Answers answers, Map<String, List<String>> siteGroups) {
        this.feed = feed;
        this.answers = answers;
        this.siteGroups = siteGroups;
    }

    private record Site(String site) {}

    private record SitesAnswer(List<Site> sites, Map<String, List<String>> groups) {}

    private record HopsAnswer(List<Hop> hops) {}

    /** After the routes that authenticate. */
    void mount(Router router) {
        RestApi.read(router, SITES).handler(this::sites);
        RestApi.read(router, HOPS).handler(this::hops);
        RestApi.refuseOthers(router, SITES, "GET, HEAD");
        RestApi.refuseOthers(router, HOPS, "GET, HEAD");
    }

    private void sites(RoutingContext ctx) {
        Sites visible = allowed(ctx).sites();
        Map<String, List<String>> groups = new TreeMap<>();
        siteGroups.forEach((name, members) -> {
            List<String> seen = members.stream().filter(visible::allows).toList();
            if (!seen.isEmpty()) {
                groups.put(name, seen);
            }
        });
        List<Site> sites =
                feed.siteNames().within(visible).stream().map(Site::new).toList();
        answers.json(ctx, 200, Json.text(new SitesAnswer(sites, groups)));
    }

    private void hops(RoutingContext ctx) {
        allowed(ctx);
        answers.json(ctx, 200, Json.text(new HopsAnswer(feed.hops().all())));
    }

    private static Access allowed(RoutingContext ctx) {
        Access access = RestApi.allowed(ctx, Scope.ALERTS_READ);
        new Query(ctx.request().query(), List.of()).check();
        return access;
    }
}
