package dev.nocturne.push;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Things that each want attention once in an interval, spread evenly over it, so that no moment has to see to all of them.
 * Owned by one thread.
 */
final class Rotation<T> {
    /** Turns in one interval. */
    static final int TURNS = 16;

    private final Set<T> items = new LinkedHashSet<>();
    private double due;

    void add(T item) {
        items.add(item);
    }

    void remove(T item) {
        items.remove(item);
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** For an action that adds and removes nothing. */
    void forEach(Consumer<T> action) {
        items.forEach(action);
    }

    /** A copy, as whoever gets attention may leave. */
    List<T> all() {
        return List.copyOf(items);
    }

    /** Those whose turn it is; call {@link #TURNS} times in each interval. */
    List<T> next() {
        due += (double) items.size() / TURNS;
        List<T> turn = new ArrayList<>((int) due);
        Iterator<T> oldest = items.iterator();
        for (; due >= 1 && oldest.hasNext(); due--) {
            turn.add(oldest.next());
            oldest.remove();
        }
        items.addAll(turn);
        return turn;
    }
}
