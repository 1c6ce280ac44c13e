package dev.nocturne.bench;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Json;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/** The store as ingest nodes use it: one event in each request over the bus, answered after its commit. */
final class StoreContender implements Contender {
    private final Bus bus;
    private final List<Context> producers;
    private final int inFlight;
    private final Alerts alerts = new Alerts();
    private volatile Histogram batches = empty();
    private volatile Histogram commits = empty();

    StoreContender(Vertx vertx, List<Context> producers, int inFlight) {
        this.bus = new Bus(vertx);
        this.producers = producers;
        this.inFlight = inFlight;
        bus.subscribe(StoreRoutes.FEED, this::note);
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public Round run(Duration time) throws InterruptedException {
        forget();
        ClosedLoop.Result loop = ClosedLoop.run(producers, inFlight, time, lane -> append());
        return new Round(loop, batches, commits);
    }

    /** @param rate events a second, at fixed times */
    OpenLoop.Result run(double rate, Duration time) throws InterruptedException {
        forget();
        return OpenLoop.run(producers, rate, time, this::append);
    }

    /** Since the last run began: from the lock on the feed's head, which begins a transaction, to the feed message. */
    Histogram commits() {
        return commits;
    }

    Histogram batches() {
        return batches;
    }

    private Future<Integer> append() {
        return bus.call(StoreRoutes.APPEND, new Append(List.of(alerts.next())))
                .map(reply -> reply.events().size());
    }

    private void forget() {
        batches = empty();
        commits = empty();
    }

    private void note(FeedBatch batch) {
        Instant now = Instant.now();
        if (!batch.events().isEmpty()) {
            batches.recordValue(batch.events().size());
            commits.recordValue(
                    Math.max(0, ChronoUnit.NANOS.between(ts(batch.events().get(0)), now)));
        }
    }

    private static Instant ts(FeedEvent event) {
        try {
            return Instant.parse(
                    Json.MAPPER.readTree(event.json().getBytes()).path("ts").textValue());
        } catch (IOException e) {
            throw new UncheckedIOException("the feed holds something else than events", e);
        }
    }

    private static Histogram empty() {
        return new SynchronizedHistogram(3);
    }
}
