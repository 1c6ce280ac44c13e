package dev.nocturne.ingest;

import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.http.Stored;
import dev.nocturne.model.Json;
import dev.nocturne.model.NewEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a request's body holds, validated.
 *
 * @param items in the order of the body; at least one
 * @param single whether the body was one object
 */
record Payload(List<Item> items, boolean single) {
    private static final Map<String, Boolean> TEST = Map.of("test", true);

    sealed interface Item permits Event, Test {}

    record Event(NewEvent event) implements Item {}

    /** Of the Test button of a media type: it is answered, and stored nowhere. */
    record Test() implements Item {}

    Payload {
        items = List.copyOf(items);
    }

    List<NewEvent> events() {
        return items.stream()
                .flatMap(item -> item instanceof Event event ? Stream.of(event.event()) : Stream.empty())
                .toList();
    }

    boolean hasTest() {
        return items.stream().anyMatch(Test.class::isInstance);
    }

    /** The answer's JSON, with one part for each item. */
    String answer(List<Appended> appended) {
        Iterator<Appended> next = appended.iterator();
        List<Object> answers = new ArrayList<>(items.size());
        for (Item item : items) {
            answers.add(item instanceof Event ? Stored.of(next.next()) : TEST);
        }
        return Json.text(single ? answers.get(0) : answers);
    }
}
