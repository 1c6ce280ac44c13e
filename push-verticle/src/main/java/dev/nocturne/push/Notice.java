package dev.nocturne.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.model.Json;
import dev.nocturne.model.Severity;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What a push node says to a client beside the events themselves. */
@JsonPropertyOrder("event")
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface Notice {
    /** The value of {@code event} in the JSON. */
    String event();

    default String json() {
        return Json.text(this);
    }

    /** The filter holds for every event after {@code seq}. */
    record Subscribed(String event, Collection<String> sites, Severity severity, long seq, UUID epoch)
            implements Notice {
        static Subscribed of(Filter filter, long seq, UUID epoch) {
            return new Subscribed(
                    "subscribed", filter.sites().stream().sorted().toList(), filter.severity(), seq, epoch);
        }
    }

    /**
     * {@code ts} is in seconds since 1970; every event up to {@code seq} that the filter lets through was sent. A client
     * whose {@code seq} is below {@code head} is still being brought up to date.
     */
    record Heartbeat(String event, long ts, long seq, long head) implements Notice {
        static Heartbeat at(Instant now, long seq, long head) {
            return new Heartbeat("heartbeat", now.getEpochSecond(), seq, head);
        }
    }

    /** The events {@code from} to {@code to} were not looked at for this client, which was too slow. */
    record Lagged(String event, long missed, long from, long to) implements Notice {
        static Lagged between(long from, long to) {
            return new Lagged("lagged", to - from + 1, from, to);
        }
    }

    /** The events from {@code from} have passed retention; the stream goes on with {@code first}, the first that is kept. */
    record Gap(String event, long from, long first) implements Notice {
        static Gap between(long from, long first) {
            return new Gap("gap", from, first);
        }
    }

    /** What the client knows is of another feed, or beyond its end; the stream goes on after {@code seq}. */
    record Reset(String event, long seq, UUID epoch) implements Notice {
        static Reset to(long seq, UUID epoch) {
            return new Reset("reset", seq, epoch);
        }
    }

    /** The node's own feed is not trustworthy ({@code stale}), or is again ({@code fresh}). */
    record Freshness(String event) implements Notice {
        static Freshness of(boolean fresh) {
            return new Freshness(fresh ? "fresh" : "stale");
        }
    }

    /** The client's message was not understood, and changed nothing. */
    record Refused(String event, String detail, List<FieldError> errors) implements Notice {
        static Refused of(String detail, List<FieldError> errors) {
            return new Refused("error", detail, errors);
        }
    }
}
