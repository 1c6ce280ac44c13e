package dev.nocturne.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollisionsTest {
    private static final NewEvent OURS = at("web-01", "HTTP is down", Events.problem("7"));
    private static final NewEvent THEIRS = at("db-09", "Disk is full", Events.problem("7"));

    private final Collisions collisions = new Collisions();

    @Test
    void anotherHostWithAnotherMessageIsAnotherProblemAndSaysSo() {
        List<NewEvent> apart = apart(OURS, THEIRS);

        assertThat(apart.get(0)).isEqualTo(OURS);
        assertThat(apart.get(1).identity().sourceId()).startsWith("7~");
        assertThat(apart.get(1).warnings()).singleElement().asString().contains("zabbix", "source of its own");
    }

    @Test
    void theUpdatesAndTheRecoveryOfTheSecondProblemFollowItUnderItsId() {
        NewEvent recovery = at("db-09, renamed", "Disk is full", Events.recovery("7"));

        List<NewEvent> apart = apart(OURS, THEIRS, recovery);

        assertThat(apart.get(2).identity().sourceId())
                .isEqualTo(apart.get(1).identity().sourceId());
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

    private static NewEvent at(String host, String message, NewEvent event) {
        return Events.with(event, new Location(List.of("HEL1"), List.of(host), List.of()), message, event.began());
    }
}
