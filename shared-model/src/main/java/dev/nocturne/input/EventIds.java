package dev.nocturne.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which events a body is about, also one that is no JSON: what the log tells of a body that was refused. */
public final class EventIds {
    private static final Pattern ID = Pattern.compile(
            "\"(?:event_?id|\\{?EVENT\\.ID}?|sourceId|fingerprint)\"\\s{0,9}+:\\s{0,9}+\"?([\\p{L}\\p{N}_.:/-]{1,64})",
            Pattern.CASE_INSENSITIVE);

    private static final int MOST = 5;

    private EventIds() {}

    /** The first ids; empty where none can be read. */
    public static List<String> in(@Nullable Buffer body) {
        return body == null
                ? List.of()
                : ID.matcher(body.toString(UTF_8))
                        .results()
                        .limit(MOST)
                        .map((MatchResult found) -> found.group(1))
                        .toList();
    }
}
