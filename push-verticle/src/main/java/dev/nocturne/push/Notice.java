package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nocturne.bus.StoreRoutes.BatchApplied;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.model.Json;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Sites;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** What a push node says to a client beside the events themselves. */
@JsonPropertyOrder("event")
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface Notice {
    /** The value of {@code event} in the JSON. */
    String event();

    /** Where the client's cursor is after the notice, if the notice tells it: every event up to it was dealt with. */
    default OptionalLong place() {
        return OptionalLong.empty();
    }

    default byte[] json() {
        return Json.text(this).getBytes(UTF_8);
    }

    /**
     * The filter holds for every event after {@code seq}.
     *
     * @param sites {@code *} for all, and empty for none
     * @param denied sites that were asked for and that the token does not allow
     * @param unknown sites that were asked for and that nobody ever named
     * @param beat seconds between heartbeats
     */
    record Subscribed(
            String event,
            Collection<String> sites,
            Severity severity,
            long seq,
            UUID epoch,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> denied,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> unknown,
            long beat)
            implements Notice {
        @Override
        public OptionalLong place() {
            return OptionalLong.of(seq);
        }

        static Subscribed of(
                Filter filter, long seq, UUID epoch, List<String> denied, List<String> unknown, Duration beat) {
            return new Subscribed(
                    "subscribed",
                    filter.sites().all()
                            ? List.of(Sites.EVERY)
                            : filter.sites().names().stream().sorted().toList(),
                    filter.severity(),
                    seq,
                    epoch,
                    denied,
                    unknown,
                    Math.max(1, beat.toSeconds()));
        }
    }

    /** The state of the roles that an alert passes on its way. */
    record Way(String event, List<Hop> hops) implements Notice {
        static Way of(List<Hop> hops) {
            return new Way("hops", hops);
        }
    }

    /**
     * {@code ts} is in seconds since 1970; every event up to {@code seq} that the filter lets through was sent. A client
     * whose {@code seq} is below {@code head} is still being brought up to date.
     */
    record Heartbeat(String event, long ts, long seq, long head) implements Notice {
        @Override
        public OptionalLong place() {
            return OptionalLong.of(seq);
        }

        static Heartbeat at(Instant now, long seq, long head) {
            return new Heartbeat("heartbeat", now.getEpochSecond(), seq, head);
        }
    }

    /** The events {@code from} to {@code to} were not looked at for this client, which was too slow. */
    record Lagged(String event, long missed, long from, long to) implements Notice {
        @Override
        public OptionalLong place() {
            return OptionalLong.of(to);
        }

        static Lagged between(long from, long to) {
            return new Lagged("lagged", to - from + 1, from, to);
        }
    }

    /** The events from {@code from} have passed retention; the stream goes on with {@code first}, the first that is kept. */
    record Gap(String event, long from, long first) implements Notice {
        @Override
        public OptionalLong place() {
            return OptionalLong.of(first - 1);
        }

        static Gap between(long from, long first) {
            return new Gap("gap", from, first);
        }
    }

    /** What the client knows is of another feed, or beyond its end; the stream goes on after {@code seq}. */
    record Reset(String event, long seq, UUID epoch) implements Notice {
        @Override
        public OptionalLong place() {
            return OptionalLong.of(seq);
        }

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

    /** The token was taken. */
    record Authenticated(String event, String sub) implements Notice {
        static Authenticated as(String subject) {
            return new Authenticated("authenticated", subject);
        }
    }

    /** The node shuts down, and ends this connection within so many seconds: connect again, to any push node. */
    record Draining(String event, long within) implements Notice {
        static Draining within(Duration window) {
            return new Draining("draining", window.toSeconds());
        }
    }

    /** What one commit of a store node's funnel did; see {@link BatchApplied}. */
    record Batch(String event, @JsonUnwrapped BatchApplied applied) implements Notice {
        static Batch of(BatchApplied applied) {
            return new Batch("batch.applied", applied);
        }
    }

    /** So many batches were not told to this client, which was too slow. */
    record Skipped(String event, long missed) implements Notice {
        static Skipped of(long missed) {
            return new Skipped("skipped", missed);
        }
    }
}
