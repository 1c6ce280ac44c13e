package dev.nocturne.bench;

import java.lang.reflect.Field;

/** The statements of the store's batch writer, read from it so that the floor made of them cannot fall behind. */
enum StoreStatement {
    LOCK_HEAD,
    KNOWN,
    STATES,
    ADD_EVENTS,
    ADD_ALERTS,
    MOVE_HEAD;

    private final String sql = read("dev.nocturne.store.BatchWriter", name());

    String sql() {
        return sql;
    }

    private static String read(String writer, String name) {
        try {
            Field field = Class.forName(writer).getDeclaredField(name);
            field.setAccessible(true);
            return (String) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    writer + " has no statement " + name + " any more: the bare loop must be built anew", e);
        }
    }
}
