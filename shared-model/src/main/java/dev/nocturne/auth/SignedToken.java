package dev.nocturne.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.input.Utf8;
import dev.nocturne.model.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token as its bytes say it, before anything of it is believed: three parts, a header that names an algorithm. Stricter
 * than the library that checks the signature, so that one token has one meaning.
 *
 * @param text as it came
 * @param keyId the key it says it is signed with
 * @param payload JSON that may be read after the signature was checked, and not before
 * @param signature length in bytes
 */
record SignedToken(
        String text, Algorithm algorithm, @Nullable String keyId, Buffer payload, int signature) {
    /** Longest token in characters that is looked at. */
    static final int MAX_LENGTH = 8 * 1024;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final int MAX_KEY_ID = 256;

    /** @throws BadToken that says what is wrong */
    static SignedToken parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new BadToken("is longer than " + MAX_LENGTH + " characters");
        }
        if (!FORM.matcher(text).matches()) {
            throw new BadToken("is not a signed JWT");
        }
        String[] parts = text.split("\\.", -1);
        ObjectNode header = object(decode(parts[0]));
        if (header.has("crit")) {
            throw new BadToken("has critical header fields, of which none is known");
        }
        Algorithm algorithm = Algorithm.parse(header.path("alg").asText())
                .orElseThrow(() -> new BadToken("is not signed with HS256, RS256, ES256 or EdDSA"));
        return new SignedToken(
                text, algorithm, keyId(header.path("kid")), Buffer.buffer(decode(parts[1])), decode(parts[2]).length);
    }

    /** The claims. Call it after the signature was checked. */
    ObjectNode claims() {
        return object(payload.getBytes());
    }

    private static @Nullable String keyId(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        if (!node.isTextual() || node.textValue().length() > MAX_KEY_ID) {
            throw new BadToken("has a kid that is no text, or too long");
        }
        return node.textValue();
    }

    private static byte[] decode(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return bytes;
            }
            throw new BadToken("is not a signed JWT");
        } catch (IllegalArgumentException e) {
            throw new BadToken("is not a signed JWT");
        }
    }

    private static ObjectNode object(byte[] json) {
        try {
            if (Json.MAPPER.readTree(Utf8.decode(json)) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // answered below; the parser's words could hold parts of the token
        }
        throw new BadToken("does not hold one JSON object in each part");
    }

    /** Not the signature's bytes, nor anything else of it. */
    @Override
    public String toString() {
        return "SignedToken[" + algorithm + "]";
    }
}
