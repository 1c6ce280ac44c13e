package dev.nocturne.store;

import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.model.Tag;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many producers, one batch writer. An append is written at once when the writer is idle; what arrives while a batch
 * commits forms the next batch, so batches grow with the load and nothing waits for a timer. Owned by one event loop.
 */
final class Funnel {
    private static final Logger LOGGER = LoggerFactory.getLogger(Funnel.class);
    /** Rough size in memory of an event beside its texts, bytes. */
    private static final int EVENT_OVERHEAD = 256;
    /**
     * A batch is given up after so many times what one statement may take. It may be committed all the same, and is then
     * not announced: nodes find it by the next beacon.
     */
    private static final int PATIENCE = 2;

    private final Context owner;
    private final StoreConfig config;
    private final BatchWriter writer;
    private final Listener listener;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private int waitingEvents;
    private long waitingBytes;
    private Promise<Void> whenDrained = Promise.promise();
    private boolean writing;
    private boolean scheduled;

    /** Who hears of each batch. What it throws is logged, and is nothing to the producers. */
    interface Listener {
        /** A batch is committed, and nobody has heard of it yet. */
        void stored();

        /** The batch's producers have their replies. */
        void committed(Batch batch, long milliseconds);

        /** The database is not there, or refuses to write; the producers know. */
        void refused(ServiceFailure failure);
    }

    Funnel(Context owner, StoreConfig config, BatchWriter writer, Listener listener) {
        this.owner = owner;
        this.config = config;
        this.writer = writer;
        this.listener = listener;
    }

    private record Pending(List<NewEvent> events, long bytes, Promise<AppendReply> reply) {}

    /** Completes after the commit. Fails with {@code BUSY} at once when the funnel is full. */
    Future<AppendReply> append(Append append) {
        long bytes = append.events().stream().mapToLong(Funnel::size).sum();
        if (waitingEvents + append.events().size() > config.queueEvents()
                || waitingBytes + bytes > config.queueBytes()) {
            return Future.failedFuture(new ServiceFailure(Kind.BUSY, "too many alerts wait to be stored"));
        }
        Pending pending = new Pending(append.events(), bytes, Promise.promise());
        waiting.add(pending);
        waitingEvents += append.events().size();
        waitingBytes += bytes;
        schedule();
        return pending.reply.future();
    }

    /** Writes after what the event loop has in its queue now, so that appends which arrive together are one batch. */
    private void schedule() {
        if (!writing && !scheduled && !waiting.isEmpty()) {
            scheduled = true;
            owner.runOnContext(run -> {
                scheduled = false;
                writeNext();
            });
        }
    }

    private void writeNext() {
        writing = true;
        write(take()).onComplete(done -> {
            writing = false;
            schedule();
            if (!scheduled) {
                Promise<Void> drained = whenDrained;
                whenDrained = Promise.promise();
                drained.complete();
            }
        });
    }

    /** At least one append, and more as long as they fit into a batch. */
    private List<Pending> take() {
        List<Pending> batch = new ArrayList<>();
        int events = 0;
        while (!waiting.isEmpty()
                && (batch.isEmpty() || events + waiting.element().events().size() <= config.batchEvents())) {
            Pending pending = waiting.remove();
            events += pending.events().size();
            waitingEvents -= pending.events().size();
            waitingBytes -= pending.bytes();
            batch.add(pending);
        }
        return batch;
    }

    /** Completes with whether the database answered. */
    private Future<Boolean> write(List<Pending> batch) {
        List<NewEvent> events = batch.stream().flatMap(p -> p.events().stream()).toList();
        long began = System.nanoTime();
        return writer.write(events)
                .timeout(config.statementTimeout().toMillis() * PATIENCE, TimeUnit.MILLISECONDS)
                .compose(
                        written -> commit(batch, written, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)),
                        failure -> refuse(batch, PgErrors.translate(failure)));
    }

    /** What is stored is stored: whatever comes after it, its producers are told so. */
    private Future<Boolean> commit(List<Pending> batch, Batch written, long milliseconds) {
        tell(listener::stored);
        settle(batch, written);
        tell(() -> listener.committed(written, milliseconds));
        return Future.succeededFuture(true);
    }

    private Future<Boolean> refuse(List<Pending> batch, ServiceFailure failure) {
        boolean passes = failure.kind().isTransient();
        if (batch.size() > 1 && !passes) {
            return writeOneByOne(batch);
        }
        batch.forEach(pending -> pending.reply.fail(failure));
        if (failure.kind() == Kind.CANNOT_WRITE) {
            refuseWaiting(failure);
        }
        if (passes) {
            tell(() -> listener.refused(failure));
        }
        return Future.succeededFuture(!passes);
    }

    private static void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("what follows a batch failed; the batch and its replies stay as they are");
        }
    }

    /** What waits would meet the same, each batch after the other; its producers can try another node. */
    private void refuseWaiting(ServiceFailure failure) {
        List<Pending> all = List.copyOf(waiting);
        waiting.clear();
        waitingEvents = 0;
        waitingBytes = 0;
        all.forEach(pending -> pending.reply.fail(failure));
    }

    /** Something in the batch cannot be stored: only the append that holds it shall fail. */
    private Future<Boolean> writeOneByOne(List<Pending> batch) {
        ServiceFailure away = new ServiceFailure(Kind.UNAVAILABLE, "the database is not available");
        Future<Boolean> last = Future.succeededFuture(true);
        for (Pending pending : batch) {
            last = last.compose(answers -> {
                if (answers) {
                    return write(List.of(pending));
                }
                pending.reply.fail(away);
                return Future.succeededFuture(false);
            });
        }
        return last;
    }

    /** Completes when nothing waits and nothing is being written, for each caller. */
    Future<Void> drained() {
        schedule();
        return writing || scheduled ? whenDrained.future() : Future.succeededFuture();
    }

    private void settle(List<Pending> batch, Batch written) {
        int at = 0;
        for (Pending pending : batch) {
            int end = at + pending.events().size();
            pending.reply.complete(new AppendReply(written.replies().subList(at, end)));
            at = end;
        }
    }

    private static long size(NewEvent event) {
        String note = event.author().note();
        int chars = event.snapshot().message().length() + (note == null ? 0 : note.length());
        for (Tag tag : event.snapshot().details().tags()) {
            chars += tag.tag().length() + tag.value().length();
        }
        return EVENT_OVERHEAD + 2L * chars;
    }
}
