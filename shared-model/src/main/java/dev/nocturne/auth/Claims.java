package dev.nocturne.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.config.AuthConfig;
import dev.nocturne.model.Sites;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads the claims of a token whose signature holds (RFC 7519 section 4.1), and says what they allow. */
public final class Claims {
    /** Longest subject in UTF-16 units. */
    public static final int MAX_SUBJECT = 255;

    /** The last second of the year 9999: later ones overflow what is done with them. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final AuthConfig config;

    Claims(AuthConfig config) {
        this.config = config;
    }

    /** @throws BadToken that says which claim is wrong */
    Access access(ObjectNode claims, Instant now) {
        Duration leeway = config.leeway();
        Instant expires = time(claims, "exp").plus(leeway);
        if (!now.isBefore(expires)) {
            throw new BadToken("has expired");
        }
        if (claims.has("nbf") && now.plus(leeway).isBefore(time(claims, "nbf"))) {
            throw new BadToken("is not valid yet");
        }
        if (!config.issuer().equals(claims.path("iss").textValue())) {
            throw new BadToken("is from another issuer (iss)");
        }
        if (!words(claims, "aud").contains(config.audience())) {
            throw new BadToken("is for another audience (aud)");
        }
        List<String> scopes = claims.path("scope").isTextual()
                ? List.of(claims.path("scope").textValue().split(" "))
                : words(claims, "scope");
        return new Access(
                subject(claims), Scope.of(scopes), Sites.of(words(claims, "sites"), config.siteGroups()), expires);
    }

    private static String subject(ObjectNode claims) {
        String subject = claims.path("sub").textValue();
        if (subject == null || !isSubject(subject)) {
            throw new BadToken("does not say whose it is (sub)");
        }
        return subject;
    }

    /** Whether a token may be somebody's of this name. */
    public static boolean isSubject(String name) {
        return !name.isBlank() && name.length() <= MAX_SUBJECT && name.chars().noneMatch(Character::isISOControl);
    }

    private static Instant time(ObjectNode claims, String name) {
        JsonNode node = claims.path(name);
        double seconds = node.doubleValue();
        if (!node.isNumber() || !(seconds >= 0 && seconds <= LAST_SECOND)) {
            throw new BadToken("must have seconds since 1970 in " + name);
        }
        return Instant.ofEpochSecond(node.longValue());
    }

    /** One text, or an array of them; absent is none. No database takes a NUL, so that no site has one. */
    private static List<String> words(ObjectNode claims, String name) {
        JsonNode node = claims.path(name);
        if (node.isMissingNode()) {
            return List.of();
        }
        if (node.isTextual() && node.textValue().indexOf('\0') < 0) {
            return List.of(node.textValue());
        }
        List<String> words = new ArrayList<>();
        for (JsonNode item : node) {
            if (!item.isTextual() || item.textValue().indexOf('\0') >= 0) {
                break;
            }
            words.add(item.textValue());
        }
        if (!node.isArray() || words.size() < node.size()) {
            throw new BadToken("must have a text or an array of texts in " + name);
        }
        return words;
    }
}
