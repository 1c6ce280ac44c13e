package dev.nocturne.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.model.Acknowledgement;
import dev.nocturne.model.AlertEvent;
import dev.nocturne.model.Beginning;
import dev.nocturne.model.Beginning.Certainty;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlertStateTest {
    private static final Instant NOW = Instant.parse("2026-11-20T19:00:00Z");

    /** Acknowledged, made less severe, acknowledgement taken back, resolved, acknowledged and commented after the end. */
    private static final List<NewEvent> STORY = List.of(
            Events.problem("7"),
            Events.event("7", EventKind.ACKNOWLEDGED, 4, Severity.CRITICAL, true, Status.OPEN),
            Events.event("7", EventKind.UPDATED, 7, Severity.WARNING, true, Status.OPEN),
            Events.event("7", EventKind.UPDATED, 13, Severity.WARNING, false, Status.OPEN),
            Events.recovery("7"),
            Events.event("7", EventKind.ACKNOWLEDGED, 79, Severity.WARNING, true, Status.RESOLVED));

    @Test
    void everyOrderOfArrivalEndsInTheSameState() {
        Set<Object> ends = new HashSet<>();
        int orders = 0;
        for (List<NewEvent> order : permutations(STORY)) {
            ends.add(whatAScreenShows(fold(order)));
            orders++;
        }

        assertThat(orders).isEqualTo(720);
        assertThat(ends)
                .containsExactly(List.of(
                        Status.RESOLVED,
                        Severity.WARNING,
                        true,
                        new Acknowledgement("Ada", Events.BEGAN.plusSeconds(79), "at 79"),
                        Events.BEGAN,
                        List.of("HEL1"),
                        List.of("web-01")));
    }

    @Test
    void everyPrefixOfEveryOrderIsTheStateOfTheEventsThatArrived() {
        for (List<NewEvent> order : permutations(STORY)) {
            for (int n = 1; n < order.size(); n++) {
                List<NewEvent> arrived = order.subList(0, n);
                List<NewEvent> inSourceOrder = new ArrayList<>(STORY);
                inSourceOrder.retainAll(arrived);

                assertThat(whatAScreenShows(fold(arrived))).isEqualTo(whatAScreenShows(fold(inSourceOrder)));
            }
        }
    }

    @Test
    void aSiteThatIsNamedOnceStaysWhenALaterEventNamesNone() {
        NewEvent problem = Events.problemAt("7", "Kilimanjaro", Severity.HIGH);
        NewEvent recovery = Events.recoveryAt("7", Location.NO_SITE);

        assertThat(fold(List.of(problem, recovery)).alert().location().site()).isEqualTo("Kilimanjaro");
        assertThat(fold(List.of(recovery, problem)).alert().location().site()).isEqualTo("Kilimanjaro");
    }

    @Test
    void aProblemThatIsRetriedAfterItsAcknowledgementDoesNotUndoIt() {
        AlertEvent end = fold(List.of(STORY.get(1), STORY.get(0)));

        assertThat(end.event()).isEqualTo(EventKind.CREATED);
        assertThat(end.alert().acknowledged()).isTrue();
    }

    @Test
    void aProblemMessageNeverUndoesAnUpdateHoweverLateItWasMade() {
        NewEvent retried = Events.event("7", EventKind.CREATED, 600, Severity.WARNING, false, Status.OPEN);
        for (List<NewEvent> order : permutations(List.of(retried, STORY.get(1)))) {
            AlertEvent end = fold(order);

            assertThat(end.alert().acknowledged()).isTrue();
            assertThat(end.alert().severity()).isEqualTo(Severity.CRITICAL);
            assertThat(end.acknowledgement().by()).isEqualTo("Ada");
        }
    }

    @Test
    void whoAcknowledgedStaysThroughLaterCommentsAndGoesWithTheAcknowledgement() {
        List<NewEvent> commented = List.of(STORY.get(0), STORY.get(1), STORY.get(2));
        List<NewEvent> takenBack = List.of(STORY.get(0), STORY.get(1), STORY.get(2), STORY.get(3));

        for (List<NewEvent> order : permutations(commented)) {
            assertThat(fold(order).acknowledgement())
                    .isEqualTo(new Acknowledgement("Ada", Events.BEGAN.plusSeconds(4), "at 4"));
        }
        for (List<NewEvent> order : permutations(takenBack)) {
            assertThat(fold(order).acknowledgement()).isEqualTo(Acknowledgement.NONE);
        }
    }

    /** Acknowledged by somebody whose update was lost: the one before took it back, and is not named. */
    @Test
    void anAcknowledgementThatWasTakenBackIsNotNamedForALaterOneOfSomebodyUnknown() {
        NewEvent comment = Events.event("7", EventKind.UPDATED, 20, Severity.WARNING, true, Status.OPEN);
        for (List<NewEvent> order : permutations(List.of(STORY.get(1), STORY.get(3), comment))) {
            assertThat(fold(order).alert().acknowledged()).isTrue();
            assertThat(fold(order).acknowledgement()).isEqualTo(Acknowledgement.NONE);
        }
    }

    @Test
    void anAlertIsAtEverySiteThatAnyEventNamedInEveryOrderOfArrival() {
        List<NewEvent> story = List.of(
                told(Events.problem("7"), List.of("STO2", "HEL1"), List.of("b"), Beginning.exact(NOW.minusSeconds(9))),
                told(STORY.get(1), List.of(Location.NO_SITE), List.of(), guessed(3_600)),
                told(STORY.get(2), List.of("HEL1", "FRA1"), List.of("a", "b"), guessed(7_200)),
                told(Events.recovery("7"), List.of("OSL1"), List.of("c"), Beginning.exact(NOW.minusSeconds(5))));

        Set<Object> ends = new HashSet<>();
        permutations(story).forEach(order -> ends.add(whatAScreenShows(fold(order))));

        assertThat(ends).hasSize(1);
        AlertEvent end = fold(story);
        assertThat(end.alert().location().sites()).containsExactly("OSL1", "FRA1", "HEL1", "STO2");
        assertThat(end.alert().location().hosts()).containsExactly("c", "a", "b");
        assertThat(end.occurredAt()).isEqualTo(NOW.minusSeconds(9));
    }

    private static NewEvent told(NewEvent event, List<String> sites, List<String> hosts, Beginning began) {
        return Events.with(
                event, new Location(sites, hosts, List.of()), event.snapshot().message(), began);
    }

    private static Beginning guessed(int secondsAgo) {
        return new Beginning(NOW.minusSeconds(secondsAgo), Certainty.GUESSED);
    }

    @Test
    void aRecoveryThatOvertakesItsProblemLeavesTheAlertResolved() {
        assertThat(fold(List.of(Events.recovery("7"), Events.problem("7")))
                        .alert()
                        .status())
                .isEqualTo(Status.RESOLVED);
    }

    /** Plain bodies are dated by their arrival, so there the overtaken problem is the newer snapshot. */
    @Test
    void aRecoveryIsFinalAlsoAgainstASnapshotOfALaterTime() {
        NewEvent late = Events.event("7", EventKind.CREATED, 61, Severity.CRITICAL, false, Status.OPEN);

        assertThat(fold(List.of(Events.recovery("7"), late)).alert().status()).isEqualTo(Status.RESOLVED);
    }

    @Test
    void snapshotsOfTheSameMomentAreOrderedTheSameWayWhicheverComesFirst() {
        NewEvent acknowledged = Events.event("7", EventKind.ACKNOWLEDGED, 4, Severity.HIGH, true, Status.OPEN);
        NewEvent updated = Events.event("7", EventKind.UPDATED, 4, Severity.HIGH, false, Status.OPEN);

        assertThat(fold(List.of(acknowledged, updated)).alert().acknowledged())
                .isEqualTo(fold(List.of(updated, acknowledged)).alert().acknowledged());
    }

    @Test
    void aProblemUnderANewIdIsAnotherAlert() {
        Batch batch = batch();
        add(batch, Events.recovery("7"));
        add(batch, Events.problem("8"));

        assertThat(batch.newAlerts())
                .extracting(alert -> alert.state().newest().alert().status())
                .containsExactly(Status.RESOLVED, Status.OPEN);
    }

    @Test
    void anEventThatMakesAnAlertLessSevereIsStillSentToThoseWhoWereShownTheAlert() {
        Batch batch = batch();
        add(batch, STORY.get(0));
        add(batch, STORY.get(2));

        assertThat(batch.feed().events())
                .extracting(FeedEvent::severity)
                .containsExactly(Severity.CRITICAL, Severity.CRITICAL);
        assertThat(batch.newAlerts().get(0).state().newest().alert().severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void anEventThatBringsTheFirstSiteIsStillSentToThoseWhoWereShownTheAlertWithoutOne() {
        Batch batch = batch();
        add(batch, Events.problemAt("7", Location.NO_SITE, Severity.HIGH));
        add(batch, Events.recoveryAt("7", "HEL1"));

        assertThat(batch.feed().events())
                .extracting(FeedEvent::sites)
                .containsExactly(List.of(Location.NO_SITE), List.of("HEL1", Location.NO_SITE));
        assertThat(batch.newAlerts().get(0).state().newest().alert().location().sites())
                .containsExactly("HEL1");
    }

    @Test
    void aRepeatIsAnsweredWithTheFirstOnesIdAndSeqAndAddsNothing() {
        Batch batch = batch();
        add(batch, Events.problem("7"));
        add(batch, Events.problem("7"));

        Appended first = batch.replies().get(0);
        assertThat(first.added()).isTrue();
        assertThat(batch.replies().get(1)).isEqualTo(new Appended(first.id(), first.seq(), false));
        assertThat(batch.added()).hasSize(1);
        assertThat(batch.head()).isEqualTo(101);
    }

    @Test
    void onlyAnAlertThatIsNotStoredIsNew() {
        Batch first = batch();
        add(first, Events.problem("7"));
        AlertState stored = first.newAlerts().get(0).state();
        Batch batch = new Batch(
                new UUID(1, 1),
                1,
                101,
                NOW,
                new HashMap<>(),
                new HashMap<>(Map.of(new Batch.Key("zabbix", "7"), stored)));
        add(batch, Events.recovery("7"));
        add(batch, Events.problem("8"));

        assertThat(batch.changedAlerts())
                .extracting(Batch.Added::event)
                .containsExactly(batch.feed().events().get(0));
        assertThat(batch.newAlerts())
                .extracting(Batch.Added::event)
                .containsExactly(batch.feed().events().get(1));
    }

    private static Batch batch() {
        return new Batch(new UUID(1, 1), 1, 100, NOW, new HashMap<>(), new HashMap<>());
    }

    private static void add(Batch batch, NewEvent event) {
        batch.add(event, UuidCreator.getNameBasedSha1(event.identity().text()));
    }

    private static AlertEvent fold(List<NewEvent> events) {
        Batch batch = batch();
        events.forEach(event -> add(batch, event));
        return batch.newAlerts().get(0).state().newest();
    }

    private static Object whatAScreenShows(AlertEvent e) {
        return List.of(
                e.alert().status(),
                e.alert().severity(),
                e.alert().acknowledged(),
                e.acknowledgement(),
                e.occurredAt(),
                e.alert().location().sites(),
                e.alert().location().hosts());
    }

    private static List<List<NewEvent>> permutations(List<NewEvent> events) {
        if (events.isEmpty()) {
            return List.of(List.of());
        }
        List<List<NewEvent>> all = new ArrayList<>();
        for (NewEvent first : events) {
            List<NewEvent> others = new ArrayList<>(events);
            others.remove(first);
            for (List<NewEvent> rest : permutations(others)) {
                List<NewEvent> order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                all.add(order);
            }
        }
        return all;
    }
}
