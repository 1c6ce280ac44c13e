package dev.nocturne.ingest;

import dev.nocturne.collect.RecentMap;
import dev.nocturne.config.Rate;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * Refuses what one client sends beyond its rate, and says when to come again. It keeps the clients that came last: one
 * that was not heard of for that long has its whole burst again. Owned by one event loop.
 */
final class RateLimit implements Handler<RoutingContext> {
    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private final String policy;
    private final Rate rate;
    private final Function<RoutingContext, String> client;
    private final Map<String, Bucket> buckets;

    /**
     * @param policy its name in the answer
     * @param most clients that are kept
     * @param client whose request it is
     */
    RateLimit(String policy, Rate rate, int most, Function<RoutingContext, String> client) {
        this.policy = policy;
        this.rate = rate;
        this.client = client;
        this.buckets = new RecentMap<>(most);
    }

    @Override
    public void handle(RoutingContext ctx) {
        ConsumptionProbe probe = buckets.computeIfAbsent(client.apply(ctx), absent -> rate.bucket())
                .tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            ctx.next();
        } else {
            tell(ctx.response(), probe);
            ctx.fail(new ServiceFailure(
                    Kind.TOO_MANY_REQUESTS,
                    "more than " + rate.perSecond() + " requests a second of one " + policy
                            + "; post it again after the time in retry-after, or several alerts in one array"));
        }
    }

    /** The fields of draft-ietf-httpapi-ratelimit-headers: the burst in the time that it takes to come back. */
    private void tell(HttpServerResponse response, ConsumptionProbe probe) {
        long wait = Math.max(1, ceil(probe.getNanosToWaitForRefill(), NANOS));
        response.putHeader("retry-after", Long.toString(wait));
        response.putHeader(
                "ratelimit-policy",
                "\"" + policy + "\";q=" + rate.burst() + ";w=" + ceil(rate.burst(), rate.perSecond()));
        response.putHeader("ratelimit", "\"" + policy + "\";r=" + probe.getRemainingTokens() + ";t=" + wait);
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
