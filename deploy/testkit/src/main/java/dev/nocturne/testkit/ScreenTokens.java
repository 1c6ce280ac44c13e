package dev.nocturne.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a test shows to push nodes: every process that is launched checks tokens with the key of these. */
public final class ScreenTokens {
    private static final String SECRET = "a secret of these tests, and of nothing else";
    private static final String CLAIMS = """
            {"iss":"nocturne","aud":"nocturne","sub":"tests","scope":"admin","sites":["*"],"exp":4102444800}""";
    private static final Path KEY_FILE = writeKey();

    /** May do everything, until the year 2100. */
    public static final String ALL = sign(SECRET, CLAIMS);

    /** May do everything too, but is signed with a key that no process knows. */
    public static final String FORGED = sign(SECRET + " else", CLAIMS);

    private ScreenTokens() {}

    /** May read everything, between two moments. */
    public static String between(Instant from, Instant to) {
        return sign(SECRET, """
                {"iss":"nocturne","aud":"nocturne","sub":"tests","scope":"alerts:read","sites":["*"],"nbf":%d,"exp":%d}""".formatted(from.getEpochSecond(), to.getEpochSecond()));
    }

    /** May read what is at one of these sites, until the year 2100. */
    public static String reader(String... sites) {
        String names = Stream.of(sites).collect(Collectors.joining("\",\"", "\"", "\""));
        return sign(SECRET, """
                {"iss":"nocturne","aud":"nocturne","sub":"reader","scope":"alerts:read","sites":[%s],"exp":4102444800}""".formatted(names));
    }

    static Path keyFile() {
        return KEY_FILE;
    }

    private static Path writeKey() {
        try {
            Path file = Files.createTempFile("nocturne-tests", ".key");
            file.toFile().deleteOnExit();
            return Files.writeString(file, SECRET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sign(String secret, String claims) {
        try {
            String signed = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "."
                    + base64(claims.getBytes(UTF_8));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
