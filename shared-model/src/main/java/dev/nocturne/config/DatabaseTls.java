package dev.nocturne.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How connections to PostgreSQL are encrypted, in the words of libpq (PostgreSQL manual, 32.19). Where libpq would leave a
 * weaker check than its options look like, they are refused.
 *
 * @param authorities a PEM file with who may have signed the server's certificate; null for Java's trust store, or nobody
 * @param certificate a PEM file with the certificate that is shown to the server, or null
 * @param key a PEM file with its private key, or null
 */
public record DatabaseTls(
        Mode mode,
        @Nullable String authorities,
        @Nullable String certificate,
        @Nullable String key) {
    public static final String MODE = "sslmode";
    public static final String AUTHORITIES = "sslrootcert";
    public static final String CERTIFICATE = "sslcert";
    public static final String KEY = "sslkey";

    private static final List<String> NAMES = List.of(MODE, AUTHORITIES, CERTIFICATE, KEY);
    private static final String SYSTEM = "system";
    /** What may be shown of a name that is not known: a password that was not encoded can end up in its place. */
    private static final Pattern SHOWN = Pattern.compile("[A-Za-z_-]{1,40}");

    public enum Mode {
        DISABLE,
        ALLOW,
        PREFER,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL;

        /** As it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private boolean isCertain() {
            return compareTo(REQUIRE) >= 0;
        }

        private static Mode of(String text) {
            return Arrays.stream(values())
                    .filter(mode -> mode.word().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            MODE + shown(text) + " is not known; there are " + list(words())));
        }

        private static List<String> words() {
            return Arrays.stream(values()).map(Mode::word).toList();
        }
    }

    /**
     * @param options {@code name=value&name=value}, or empty
     * @throws IllegalArgumentException that names the option and what is allowed
     */
    public static DatabaseTls parse(String options) {
        Map<String, String> values = values(options);
        String authorities = values.get(AUTHORITIES);
        boolean system = SYSTEM.equals(authorities);
        String mode = values.getOrDefault(MODE, system ? Mode.VERIFY_FULL.word() : Mode.PREFER.word());
        DatabaseTls tls =
                new DatabaseTls(Mode.of(mode), system ? null : authorities, values.get(CERTIFICATE), values.get(KEY));
        if (!tls.mode.isCertain()) {
            NAMES.stream().skip(1).filter(values::containsKey).findFirst().ifPresent(name -> {
                throw new IllegalArgumentException(name + " means nothing with " + MODE + "=" + tls.mode.word()
                        + ", which also takes a plain connection; set " + MODE + "=" + Mode.VERIFY_FULL.word());
            });
        }
        if ((tls.mode == Mode.VERIFY_CA && tls.authorities == null) || (system && tls.mode != Mode.VERIFY_FULL)) {
            throw new IllegalArgumentException(MODE + "=" + tls.mode.word() + " needs " + AUTHORITIES
                    + "=FILE: of the authorities that the system knows anybody can have a certificate, so they need "
                    + MODE + "=" + Mode.VERIFY_FULL.word());
        }
        if ((tls.certificate == null) != (tls.key == null)) {
            throw new IllegalArgumentException(CERTIFICATE + " and " + KEY + " must be set together");
        }
        return tls;
    }

    /** Whether the server must show a certificate of the authorities. */
    public boolean checksCertificate() {
        return mode.compareTo(Mode.VERIFY_CA) >= 0 || authorities != null;
    }

    /** Whether that certificate must name the host. */
    public boolean checksHost() {
        return mode == Mode.VERIFY_FULL;
    }

    private static Map<String, String> values(String options) {
        Map<String, String> values = new HashMap<>();
        for (String option : options.isEmpty() ? new String[0] : options.split("&", -1)) {
            String[] parts = option.split("=", 2);
            if (!NAMES.contains(parts[0])) {
                throw new IllegalArgumentException(
                        "the option" + shown(parts[0]) + " is not known; there are " + list(NAMES));
            }
            String value =
                    parts.length == 2 ? URLDecoder.decode(parts[1].replace("+", "%2B"), StandardCharsets.UTF_8) : "";
            if (value.isEmpty()) {
                throw new IllegalArgumentException(parts[0] + " has no value");
            }
            if (values.put(parts[0], value) != null) {
                throw new IllegalArgumentException(parts[0] + " is set twice");
            }
        }
        return values;
    }

    private static String shown(String text) {
        return SHOWN.matcher(text).matches() ? " \"" + text + "\"" : "";
    }

    private static String list(List<String> words) {
        return String.join(", ", words);
    }
}
