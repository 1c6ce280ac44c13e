package dev.nocturne.store;

import static dev.nocturne.model.EventKind.UPDATED;
import static dev.nocturne.model.Severity.HIGH;
import static dev.nocturne.model.Status.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollisionsTest {
    private static final NewEvent OURS = at("web-01", "HTTP is down", Events.problem("7"));
    private static final NewEvent THEIRS = at("db-09", "Disk is full", Events.problem("7"));

    private static final UUID ANY = new UUID(1, 1);

    private final Collisions collisions = new Collisions();

    @Test
    void anotherHostWithAnotherMessageIsAnotherProblemAndSaysSo() {
        List<NewEvent> apart = apart(OURS, THEIRS);

        assertThat(apart.get(0)).isEqualTo(OURS);
        assertThat(apart.get(1).identity().sourceId()).startsWith("7~");
        assertThat(apart.get(1).warnings()).singleElement().asString().contains("zabbix", "source of its own");
    }

    @Test
    void whatIsToldOfTheSecondProblemFollowsItByItsHostAlsoInOtherWords() {
        NewEvent update = at("db-09", "Disk is nearly full", Events.event("7", UPDATED, 30, HIGH, false, OPEN));
        NewEvent recovery = at("db-09", "Disk has room", Events.recovery("7"));

        assertThat(ids(OURS, THEIRS, update, recovery)).containsExactly("7", second(), second(), second());
        assertThat(ids(List.of(recovery), OURS, THEIRS)).containsExactly(second());
    }

    @Test
    void whatIsToldOfTheSecondProblemFollowsItByItsWordsAlsoAtAnotherHost() {
        NewEvent recovery = at("db-09, renamed", "Disk is full", Events.recovery("7"));

        assertThat(ids(OURS, THEIRS, recovery)).containsExactly("7", second(), second());
        assertThat(ids(List.of(recovery), OURS, THEIRS)).containsExactly(second());
    }

    @Test
    void aThirdProblemWithTheWordsOfTheSecondAtAnotherHostIsStoredToo() {
        NewEvent third = at("mail-3", "Disk is full", Events.problem("7"));
        NewEvent recovery = at("mail-3", "Disk is full", Events.recovery("7"));
        NewEvent nobodys = at("mail-4", "Disk is full", Events.recovery("7"));

        List<String> ids = ids(OURS, THEIRS, third, recovery, nobodys);

        assertThat(ids.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(ids.get(3)).isEqualTo(ids.get(2));
        assertThat(ids.get(4)).isNotIn(ids.subList(0, 4));
        assertThat(ids(List.of(third), OURS, THEIRS)).containsExactly(ids.get(2));
    }

    @Test
    void theSecondProblemIsFoundWhenTheFirstOneHasPassedRetention() {
        NewEvent recovery = at("db-09", "Disk has room", Events.recovery("7"));
        NewEvent repeat = at("db-09", "Disk is full", Events.problem("7"));
        NewEvent another = at("web-02", "HTTP is down", Events.problem("7"));
        NewEvent stored = apart(OURS, THEIRS).get(1);

        assertThat(ids(List.of(recovery), stored)).containsExactly(second());
        assertThat(ids(List.of(repeat), stored)).containsExactly(second());
        assertThat(ids(List.of(another), stored)).containsExactly("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(no message)", "Problem 7"})
    void aMissingMessageIsNoOtherMessageButNoProblemIsLostForIt(String none) {
        NewEvent renamed = at("web-01 (old)", none, Events.recovery("7"));
        NewEvent named = at("db-09", "Disk is full", Events.recovery("7"));
        NewEvent unnamed = at("web-01", none, Events.problem("7"));

        assertThat(ids(OURS, renamed)).containsExactly("7", "7");
        assertThat(ids(unnamed, named)).containsExactly("7", "7");
        assertThat(ids(unnamed, at("db-09", none, Events.problem("7")))).doesNotHaveDuplicates();
    }

    @Test
    void anIdThatLooksLikeOneOfASecondProblemIsTakenAsItIs() {
        NewEvent lookalike = at("web-01", "HTTP is down", Events.problem("7~0a1b2c3d"));

        assertThat(ids(List.of(OURS), lookalike)).containsExactly("7");
        assertThat(ids(List.of(at("web-01", "HTTP is up", Events.recovery("7~0a1b2c3d"))), lookalike))
                .containsExactly("7~0a1b2c3d");
    }

    @Test
    void aRenamedHostOrAnotherMessageAloneIsTheSameProblem() {
        NewEvent renamed = at("web-01 (old)", "HTTP is down", Events.recovery("7"));
        NewEvent reworded = at("web-01", "HTTP was down", Events.recovery("7"));

        assertThat(apart(OURS, renamed)).containsExactly(OURS, renamed);
        assertThat(apart(OURS, reworded)).containsExactly(OURS, reworded);
    }

    @Test
    void withoutAHostProblemsCannotBeToldApart() {
        NewEvent hostless = Events.with(
                Events.recovery("7"),
                Location.of("HEL1"),
                "Disk is full",
                Events.recovery("7").began());

        assertThat(apart(OURS, hostless)).containsExactly(OURS, hostless);
        assertThat(apart(hostless, OURS)).containsExactly(hostless, OURS);
    }

    private List<NewEvent> apart(NewEvent... events) {
        return collisions.apart(List.of(events), new HashMap<>());
    }

    private List<String> ids(NewEvent... events) {
        return ids(apart(events));
    }

    /** What becomes of events when those are stored, in batches of their own. */
    private List<String> ids(List<NewEvent> events, NewEvent... before) {
        Map<Batch.Key, AlertState> states = new HashMap<>();
        for (NewEvent event : collisions.apart(List.of(before), Map.of())) {
            states.put(Batch.Key.of(event), AlertState.first(event, ANY, ANY, 1, Events.BEGAN));
        }
        return ids(collisions.apart(events, states));
    }

    private static List<String> ids(List<NewEvent> events) {
        return events.stream().map(event -> event.identity().sourceId()).toList();
    }

    private String second() {
        return apart(OURS, THEIRS).get(1).identity().sourceId();
    }

    private static NewEvent at(String host, String message, NewEvent event) {
        return Events.with(event, new Location(List.of("HEL1"), List.of(host), List.of()), message, event.began());
    }
}
