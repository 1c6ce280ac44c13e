package dev.nocturne.http;

import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.model.Json;
import java.util.UUID;

/** The answer to whoever posted an alert: which alert it is, and the seq of the event. */
public record Stored(UUID id, long seq) {
    public static Stored of(Appended appended) {
        return new Stored(appended.id(), appended.seq());
    }

    public String json() {
        return Json.text(this);
    }
}
