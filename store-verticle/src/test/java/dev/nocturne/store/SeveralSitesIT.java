package dev.nocturne.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.AlertById;
import dev.nocturne.bus.StoreRoutes.AlertQuery;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.bus.StoreRoutes.KnownSites;
import dev.nocturne.bus.StoreRoutes.SitesQuery;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.model.AlertEvent;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Json;
import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Sites;
import dev.nocturne.model.Status;
import dev.nocturne.testkit.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class SeveralSitesIT {
    private final DatabaseUri database = PostgresServer.shared().newDatabase();

    private static final List<String> ODD = List.of("A", "quote \" and \\ and, comma {}", "NULL", "Jyväskylä 🦒");

    @Test
    void anAlertOfSeveralSitesIsReadAtEachOfThemAndAtNoOther() throws Exception {
        try (StoreNodes stores = StoreNodes.start(1, StoreNodes.config(database))) {
            Appended problem = stores.appended(0, at(ODD, "web-01", "m", Events.problem("several")));

            for (String site : ODD) {
                assertThat(open(stores, site))
                        .singleElement()
                        .satisfies(alert ->
                                assertThat(alert.alert().location().sites()).containsExactlyElementsOf(ODD));
                assertThat(history(stores, problem, site)).hasSize(1);
            }
            assertThat(open(stores, "B")).isEmpty();
            assertThat(stores.feed(0)).extracting(FeedEvent::sites).containsExactly(ODD);
            assertThat(known(stores).sites()).containsExactlyInAnyOrderElementsOf(ODD);
        }
    }

    @Test
    void twoProblemsWithOneIdAreBothStoredAndEachRecoveryEndsItsOwn() throws Exception {
        try (StoreNodes stores = StoreNodes.start(2, StoreNodes.config(database))) {
            Appended ours = stores.appended(0, at(List.of("A"), "web-01", "HTTP is down", Events.problem("7")));
            NewEvent second = at(List.of("B"), "db-09", "Disk is full", Events.problem("7"));
            Appended theirs = stores.appended(1, second);
            assertThat(theirs.added()).isTrue();
            assertThat(theirs.id()).isNotEqualTo(ours.id());
            assertThat(stores.appended(0, second)).isEqualTo(new Appended(theirs.id(), theirs.seq(), false));

            Appended end = stores.appended(0, at(List.of("B"), "db-09", "Disk is full", Events.recovery("7")));

            assertThat(end.id()).isEqualTo(theirs.id());
            assertThat(open(stores, "A")).extracting(AlertEvent::id).containsExactly(ours.id());
            assertThat(open(stores, "B")).isEmpty();
        }
    }

    @Test
    void theEndOfTheSecondProblemFindsItInOtherWordsAndAfterTheFirstOneIsGone() throws Exception {
        try (StoreNodes stores = StoreNodes.start(2, StoreNodes.config(database))) {
            stores.appended(0, at(List.of("A"), "web-01", "HTTP is down", Events.problem("7")));
            Appended theirs = stores.appended(1, at(List.of("B"), "db-09", "Disk is full", Events.problem("7")));
            Appended third = stores.appended(0, at(List.of("C"), "mail-3", "Disk is full", Events.problem("7")));
            assertThat(third.added()).isTrue();
            String url = "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database();
            try (Connection db = DriverManager.getConnection(url, database.user(), database.password());
                    var sql = db.createStatement()) {
                sql.execute("DELETE FROM alerts WHERE source_id = '7'");
            }

            Appended end = stores.appended(0, at(List.of("B"), "db-09", "Disk has room", Events.recovery("7")));

            assertThat(end.id()).isEqualTo(theirs.id());
            assertThat(open(stores, "B")).isEmpty();
            assertThat(open(stores, "C")).extracting(AlertEvent::id).containsExactly(third.id());
        }
    }

    @Test
    void aDatabaseOfTheFirstVersionKeepsItsAlertsAndItsFeed() throws Exception {
        fillAsTheFirstVersionDid(database);
        try (StoreNodes stores = StoreNodes.start(1, StoreNodes.config(database))) {
            List<FeedEvent> feed = stores.feed(0);
            assertThat(feed).extracting(FeedEvent::sites).containsExactly(List.of("HEL1"));
            AlertEvent event = Json.read(feed.get(0).json().toString(StandardCharsets.UTF_8), AlertEvent.class);
            assertThat(event.alert().location()).isEqualTo(new Location(List.of("HEL1"), List.of("web-01"), List.of()));
            assertThat(open(stores, "HEL1")).containsExactly(event);
            assertThat(known(stores).sites()).containsExactly("HEL1");

            stores.appended(0, Events.event("7", EventKind.ACKNOWLEDGED, -60, Severity.HIGH, true, Status.OPEN));

            assertThat(open(stores, "HEL1")).singleElement().satisfies(alert -> {
                assertThat(alert.alert().acknowledged()).isTrue();
                assertThat(alert.id()).isEqualTo(event.id());
            });
        }
    }

    private static void fillAsTheFirstVersionDid(DatabaseUri database) throws Exception {
        String url = "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database();
        Flyway.configure()
                .dataSource(url, database.user(), database.password())
                .locations("classpath:dev/nocturne/store/migrations")
                .target("1")
                .load()
                .migrate();
        String body =
                "{\"seq\":1,\"event\":\"alert.created\",\"id\":\"01a1fbdc-a074-7cfd-8e14-c9f1ae6c33ae\",\"site\":\"HEL1\","
                        + "\"severity\":\"critical\",\"message\":\"m\",\"ts\":\"2026-11-20T18:55:03.120513Z\",\"status\":\"open\","
                        + "\"acknowledged\":false,\"host\":\"web-01\",\"source\":\"zabbix\",\"sourceId\":\"7\","
                        + "\"occurredAt\":\"2026-11-20T18:55:00Z\"}";
        try (Connection db = DriverManager.getConnection(url, database.user(), database.password());
                var sql = db.createStatement()) {
            sql.execute("SELECT feed_extend(1000)");
            sql.execute("INSERT INTO alert_events VALUES (1, '01a1fbdc-a074-7cfd-8e14-c9f1ae6c33ae', 0, 5, 'HEL1', "
                    + "'2026-11-20T18:55:03.120513Z', '" + body + "')");
            sql.execute("INSERT INTO event_identities VALUES "
                    + "('00000000-0000-0000-0000-000000000001', '01a1fbdc-a074-7cfd-8e14-c9f1ae6c33ae', 1)");
            sql.execute(
                    "INSERT INTO alerts VALUES ('01a1fbdc-a074-7cfd-8e14-c9f1ae6c33ae', 'zabbix', '7', 'HEL1', 5, 0, 1, "
                            + "1795200900000000, '00000000-0000-0000-0000-000000000001', '" + body + "')");
            sql.execute("UPDATE feed_head SET seq = 1, ts = '2026-11-20T18:55:03.120513Z'");
        }
    }

    private static NewEvent at(List<String> sites, String host, String message, NewEvent event) {
        return Events.with(event, new Location(sites, List.of(host), List.of()), message, event.began());
    }

    private static List<AlertEvent> open(StoreNodes stores, String site) throws Exception {
        AlertQuery query = new AlertQuery(
                Status.OPEN, new Sites(false, Set.of(site)), Severity.UNCLASSIFIED, null, StoreRoutes.MAX_ALERTS);
        return stores.bus(0).call(StoreRoutes.ALERTS, query).await(10, TimeUnit.SECONDS).alerts().stream()
                .map(body -> Json.read(body, AlertEvent.class))
                .toList();
    }

    private static List<String> history(StoreNodes stores, Appended alert, String site) throws Exception {
        return stores.bus(0)
                .call(StoreRoutes.ALERT, new AlertById(alert.id(), new Sites(false, Set.of(site))))
                .await(10, TimeUnit.SECONDS)
                .events();
    }

    private static KnownSites known(StoreNodes stores) throws Exception {
        return stores.bus(0)
                .call(StoreRoutes.SITES, new SitesQuery(StoreRoutes.MAX_SITES))
                .await(10, TimeUnit.SECONDS);
    }
}
