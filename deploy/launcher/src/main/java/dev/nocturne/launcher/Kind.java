package dev.nocturne.launcher;

import dev.nocturne.auth.KeyAddress;
import dev.nocturne.config.Address;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.http.Proxies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a setting may be.
 *
 * @param allowed completes the sentence "must be ..."
 * @param parser throws {@link IllegalArgumentException} for anything else
 */
record Kind<T>(String allowed, Function<String, T> parser) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kmg]?)");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]{1,253}");
    private static final int MAX_PORT = 65_535;

    private static final List<String> DURATIONS = List.of("30s", "5m", "2d");
    private static final List<String> SIZES = List.of("65536", "64k", "1m", "512m");

    /** A refusal whose message, in which there is no secret, says more than what is allowed. */
    static final class Explained extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Explained(String message, Throwable cause) {
            super(message, cause);
        }
    }

    T parse(String text) {
        return parser.apply(text.strip());
    }

    static Kind<Integer> integer(int min, int max) {
        return new Kind<>("a whole number from " + min + " to " + max, text -> {
            int value = Integer.parseInt(text);
            require(value >= min && value <= max);
            return value;
        });
    }

    static Kind<Integer> port() {
        return integer(0, MAX_PORT);
    }

    static Kind<Integer> powerOfTwo(int min, int max) {
        return new Kind<>("a power of two from " + min + " to " + max, text -> {
            int value = Integer.parseInt(text);
            require(value >= min && value <= max && Integer.bitCount(value) == 1);
            return value;
        });
    }

    /** Bytes, with k, m and g for powers of 1024. */
    static Kind<Long> size(String min, String max) {
        long least = bytes(min);
        long most = bytes(max);
        Function<String, Long> parser = text -> {
            long value = bytes(text);
            require(value >= least && value <= most);
            return value;
        };
        return new Kind<>("bytes from " + min + " to " + max + examples(parser, SIZES), parser);
    }

    static Kind<Duration> duration(String min, String max) {
        Duration least = time(min);
        Duration most = time(max);
        Function<String, Duration> parser = text -> {
            Duration value = time(text);
            require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
            return value;
        };
        return new Kind<>("a duration from " + min + " to " + max + examples(parser, DURATIONS), parser);
    }

    static Kind<String> choice(String... words) {
        List<String> allowed = List.of(words);
        return new Kind<>("one of " + String.join(", ", allowed), text -> {
            String word = text.toLowerCase(Locale.ROOT);
            require(allowed.contains(word));
            return word;
        });
    }

    static Kind<String> text(int max) {
        return new Kind<>("a text of 1 to " + max + " characters", text -> {
            require(!text.isEmpty() && text.length() <= max && text.chars().noneMatch(Character::isISOControl));
            return text;
        });
    }

    static Kind<String> host() {
        return new Kind<>("a host name or IP address", text -> {
            require(HOST.matcher(text).matches());
            return text;
        });
    }

    /** An address that others can call, so not the one that stands for all. */
    static Kind<String> ownHost() {
        return new Kind<>("a host name or IP address that other nodes can reach (not 0.0.0.0 or ::)", text -> {
            require(HOST.matcher(text).matches() && !text.equals("0.0.0.0") && !text.equals("::"));
            return text;
        });
    }

    static Kind<List<Address>> addresses() {
        return new Kind<>(
                "a list of host:port",
                text -> words(text).stream().map(Kind::address).toList());
    }

    static Kind<List<String>> list() {
        return new Kind<>("a list of texts", Kind::words);
    }

    /** Of reverse proxies. */
    static Kind<List<String>> networks() {
        return new Kind<>("a list of IP addresses and networks, such as 10.0.0.0/8", text -> {
            List<String> networks = words(text);
            new Proxies(networks);
            return networks;
        });
    }

    static Kind<Path> path() {
        return new Kind<>("a path", text -> {
            require(!text.isEmpty());
            boolean home = text.equals("~") || text.startsWith("~/");
            return Path.of(home ? System.getProperty("user.home") + text.substring(1) : text);
        });
    }

    /** Where a key set is: a path, or an address that nobody on the way can forge. */
    static Kind<String> keySet() {
        return new Kind<>("a path, or an https:// address (http:// only on this machine)", text -> {
            if (!KeyAddress.isAddress(text)) {
                return path().parse(text).toString();
            }
            require(KeyAddress.isSafe(text));
            return text;
        });
    }

    static Kind<DatabaseUri> database() {
        return new Kind<>("postgresql://user:password@host:port/database", text -> {
            try {
                return DatabaseUri.parse(text);
            } catch (IllegalArgumentException e) {
                throw new Explained(String.valueOf(e.getMessage()), e);
            }
        });
    }

    /** Those of the words that are themselves allowed. */
    private static String examples(Function<String, ?> parser, List<String> words) {
        List<String> allowed =
                words.stream().filter(word -> isAllowed(parser, word)).toList();
        if (allowed.isEmpty()) {
            return "";
        }
        int last = allowed.size() - 1;
        String most = String.join(", ", allowed.subList(0, last));
        return ", such as " + (last == 0 ? "" : most + " or ") + allowed.get(last);
    }

    private static boolean isAllowed(Function<String, ?> parser, String text) {
        try {
            return parser.apply(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Comma-separated; a comma inside a word stands after a backslash. */
    static List<String> words(String text) {
        return Arrays.stream(text.split("(?<!\\\\),"))
                .map(word -> word.replace("\\,", ",").strip())
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Address address(String text) {
        int colon = text.lastIndexOf(':');
        require(colon > 0);
        String host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        int port = Integer.parseInt(text.substring(colon + 1));
        require(HOST.matcher(host).matches() && port > 0 && port <= MAX_PORT);
        return new Address(host, port);
    }

    private static Duration time(String text) {
        Matcher matcher = DURATION.matcher(text);
        require(matcher.matches());
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        require(matcher.matches());
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "k" -> count << 10;
            case "m" -> count << 20;
            case "g" -> count << 30;
            default -> count;
        };
    }

    private static void require(boolean allowed) {
        if (!allowed) {
            throw new IllegalArgumentException("not allowed");
        }
    }
}
