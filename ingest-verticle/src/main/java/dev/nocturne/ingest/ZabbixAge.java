package dev.nocturne.ingest;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The age of an event as {@code {EVENT.AGE}} writes it, such as {@code 3d 1h 1m 41s}. */
final class ZabbixAge {
    private static final Pattern FORM =
            Pattern.compile("(?:([0-9]{1,6})d)?\\s*(?:([0-9]{1,2})h)?\\s*(?:([0-9]{1,2})m)?\\s*(?:([0-9]{1,2})s)?");
    /** In the order of the form's groups. */
    private static final long[] SECONDS = {86_400, 3_600, 60, 1};

    private ZabbixAge() {}

    /** Empty for a text that is no age. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (text.isBlank() || !matcher.matches()) {
            return Optional.empty();
        }
        long seconds = 0;
        for (int i = 0; i < SECONDS.length; i++) {
            String count = matcher.group(i + 1);
            seconds += count == null ? 0 : Long.parseLong(count) * SECONDS[i];
        }
        return Optional.of(Duration.ofSeconds(seconds));
    }
}
