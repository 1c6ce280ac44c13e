package dev.nocturne.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.auth.Access;
import dev.nocturne.auth.Scope;
import dev.nocturne.bus.Appender;
import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.AlertById;
import dev.nocturne.bus.StoreRoutes.AlertPage;
import dev.nocturne.bus.StoreRoutes.AlertQuery;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.JsonBody;
import dev.nocturne.http.Problem;
import dev.nocturne.http.Query;
import dev.nocturne.http.Stored;
import dev.nocturne.input.Fields;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.input.PlainAlert;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Json;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.model.Status;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1}: what is open, what happened, and a way to post. Events are passed on as the store wrote them. */
final class RestApi {
    static final String ROOT = "/api/v1";
    private static final String ALERTS = ROOT + "/alerts";
    private static final String EVENTS = ROOT + "/events";
    private static final String TICKETS = ROOT + "/tickets";
    private static final String ACCESS = Access.class.getName();
    private static final List<String> NO_PARAMETERS = List.of();
    private static final int PAGE = 100;
    private static final long RECEIVE_MILLIS = 15_000;
    private static final List<String> ALERT_PARAMETERS = List.of("status", "site", "severity", "limit", "before");
    private static final List<String> EVENT_PARAMETERS = List.of("since", "epoch", "limit", "site", "severity");

    private final PushConfig config;
    private final AccessControl control;
    private final Answers answers;
    private final StatusApi status;
    private final Bus bus;
    private final Appender appender;

    RestApi(PushConfig config, AccessControl control, Answers answers, StatusApi status, Bus bus, Appender appender) {
        this.config = config;
        this.control = control;
        this.answers = answers;
        this.status = status;
        this.bus = bus;
        this.appender = appender;
    }

    void mount(Router router) {
        Cors cors = new Cors(new Origins(config.origins()));
        router.route("/api/*").handler(ctx -> {
            if (!cors.answered(ctx.request())) {
                ctx.next();
            }
        });
        router.route(ROOT + "/*").handler(this::authenticate);
        router.route(HttpMethod.POST, TICKETS).handler(this::ticket);
        read(router, ALERTS).handler(this::alerts);
        router.route(HttpMethod.POST, ALERTS)
                .handler(TimeoutHandler.create(RECEIVE_MILLIS, 408))
                .handler(BodyHandler.create(false).setBodyLimit(config.maxBody()))
                .handler(this::create);
        read(router, ALERTS + "/:id").handler(this::alert);
        read(router, EVENTS).handler(this::events);
        status.mount(router);
        refuseOthers(router, ALERTS, "GET, HEAD, POST");
        refuseOthers(router, ALERTS + "/:id", "GET, HEAD");
        refuseOthers(router, EVENTS, "GET, HEAD");
        refuseOthers(router, TICKETS, "POST");
    }

    static Route read(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    /** The body waits meanwhile. */
    private void authenticate(RoutingContext ctx) {
        ctx.request().pause();
        control.credentials()
                .required(ctx.request())
                .onComplete(done -> ctx.request().resume())
                .onSuccess(access -> {
                    ctx.put(ACCESS, access);
                    ctx.next();
                })
                .onFailure(ctx::fail);
    }

    /** Who asks, once that is known. */
    static @Nullable String subject(RoutingContext ctx) {
        Access access = ctx.get(ACCESS);
        return access == null ? null : access.subject();
    }

    /** Who asks, once it is known that they may. */
    static Access allowed(RoutingContext ctx, Scope scope) {
        Access access = ctx.get(ACCESS);
        access.require(scope);
        return access;
    }

    private void ticket(RoutingContext ctx) {
        new Query(ctx.request().query(), NO_PARAMETERS).check();
        control.credentials()
                .ticket(ctx.request(), ctx.get(ACCESS))
                .onSuccess(ticket ->
                        answers.json(ctx, 201, Json.text(new Issued(ticket, StoreRoutes.TICKET_TTL.toSeconds()))))
                .onFailure(ctx::fail);
    }

    /** @param within seconds */
    private record Issued(String ticket, long within) {}

    static void refuseOthers(Router router, String path, String allowed) {
        router.route(path).handler(ctx -> {
            ctx.response().putHeader("allow", allowed);
            ctx.fail(405);
        });
    }

    private void alerts(RoutingContext ctx) {
        Access access = allowed(ctx, Scope.ALERTS_READ);
        Query query = new Query(ctx.request().query(), ALERT_PARAMETERS);
        Filter filter = filter(query).within(access);
        Status status = query.parsed("status", PlainAlert::parseStatus);
        int limit = (int) query.number("limit", 1, StoreRoutes.MAX_ALERTS, PAGE);
        UUID before = query.uuid("before");
        query.check();
        AlertQuery alertQuery = new AlertQuery(status, filter.sites(), filter.severity(), before, limit);
        bus.call(StoreRoutes.ALERTS, alertQuery)
                .onSuccess(page -> answers.json(ctx, 200, body(page)))
                .onFailure(ctx::fail);
    }

    private Filter filter(Query query) {
        return query.read(Filter.ALL, () -> Filter.of(query.all("site"), query.one("severity"), config.siteGroups()));
    }

    private static String body(AlertPage page) {
        return head(page.epoch().toString(), page.head())
                + array("alerts", page.alerts())
                + (page.next() == null ? "" : ",\"next\":\"" + page.next() + "\"") + "}";
    }

    private void alert(RoutingContext ctx) {
        Access access = allowed(ctx, Scope.ALERTS_READ);
        new Query(ctx.request().query(), NO_PARAMETERS).check();
        bus.call(StoreRoutes.ALERT, new AlertById(id(ctx), access.sites()))
                .onSuccess(history -> answers.json(
                        ctx, 200, "{\"alert\":" + history.alert() + array("events", history.events()) + "}"))
                .onFailure(ctx::fail);
    }

    private static UUID id(RoutingContext ctx) {
        try {
            return Query.parseUuid(ctx.pathParam("id"));
        } catch (IllegalArgumentException e) {
            throw new InvalidInput(List.of(new FieldError("id", String.valueOf(e.getMessage()))));
        }
    }

    private void events(RoutingContext ctx) {
        Access access = allowed(ctx, Scope.ALERTS_READ);
        Query query = new Query(ctx.request().query(), EVENT_PARAMETERS);
        Filter filter = filter(query).within(access);
        long since = query.number("since", 0, Long.MAX_VALUE, 0);
        int limit = (int) query.number("limit", 1, StoreRoutes.MAX_EVENTS, PAGE);
        UUID epoch = query.uuid("epoch");
        query.check();
        bus.call(StoreRoutes.REPLAY, new Replay(since, limit))
                .onSuccess(batch -> {
                    if (since > batch.head() || (epoch != null && !epoch.equals(batch.epoch()))) {
                        Problem.plain(
                                        409,
                                        "since is of another feed, or above its head: start again from the list of alerts")
                                .send(ctx.request());
                    } else if (batch.first() > since + 1) {
                        Problem.gone(batch.first()).send(ctx.request());
                    } else {
                        answers.json(ctx, 200, body(batch, filter));
                    }
                })
                .onFailure(ctx::fail);
    }

    /** The filter is applied to the page, so a page may hold fewer events than were asked for and yet have a next one. */
    private static String body(FeedBatch batch, Filter filter) {
        List<String> events = new ArrayList<>();
        long last = batch.head();
        for (FeedEvent event : batch.events()) {
            last = event.seq();
            if (filter.matches(event)) {
                events.add(event.json().toString());
            }
        }
        return head(batch.epoch().toString(), batch.head())
                + array("events", events)
                + (last < batch.head() ? ",\"next\":" + last : "") + "}";
    }

    private void create(RoutingContext ctx) {
        Access access = allowed(ctx, Scope.ALERTS_WRITE);
        new Query(ctx.request().query(), NO_PARAMETERS).check();
        JsonBody.require(ctx.request());
        Buffer body = ctx.body().buffer() == null ? Buffer.buffer() : ctx.body().buffer();
        if (!(Fields.parse(body) instanceof ObjectNode object)) {
            throw new InvalidInput("the body must be a JSON object");
        }
        NewEvent event = PlainAlert.parse(withSource(object, access), "", "api", Instant.now())
                .sentBy(access.subject());
        event.snapshot().location().sites().forEach(access::requireSite);
        appender.append(new Append(List.of(event)))
                .onSuccess(reply -> {
                    Appended appended = reply.events().get(0);
                    control.audit()
                            .did(access.subject(), ctx.request())
                            .addKeyValue("alert", appended.id())
                            .addKeyValue("sites", event.snapshot().location().sites())
                            .addKeyValue("status", event.snapshot().status().wire())
                            .addKeyValue("added", appended.added())
                            .log("alert posted");
                    created(ctx, appended);
                })
                .onFailure(ctx::fail);
    }

    /**
     * An alert is known by its source and its id there, whatever its site: whoever may not see all sites writes under a
     * source of their own, or they could end an alert of another site.
     */
    private static ObjectNode withSource(ObjectNode body, Access access) {
        if (access.sites().all()) {
            return body;
        }
        String own = access.source();
        if (body.hasNonNull("source") && !body.path("source").asText().equals(own)) {
            throw new ServiceFailure(
                    Kind.FORBIDDEN, "a token that is limited to sites may post with the source \"" + own + "\" only");
        }
        return body.put("source", own);
    }

    private void created(RoutingContext ctx, Appended appended) {
        ctx.response().putHeader("location", ALERTS + "/" + appended.id());
        answers.json(ctx, appended.added() ? 201 : 200, Stored.of(appended).json());
    }

    private static String head(String epoch, long seq) {
        return "{\"epoch\":\"" + epoch + "\",\"seq\":" + seq;
    }

    private static String array(String name, List<String> items) {
        return ",\"" + name + "\":[" + String.join(",", items) + "]";
    }
}
