package dev.nocturne.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nocturne.model.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a JSON Web Key Set (RFC 7517). Keys that are not for signatures, or of an unknown kind, are passed over. */
final class KeySet {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeySet.class);
    private static final int MAX_KEYS = 64;
    private static final int MIN_RSA_BYTES = 256;
    private static final int MIN_SECRET = 32;

    private final Vertx vertx;
    private final boolean secrets;

    /** @param secrets whether it may hold keys for HS256: what others can read is no secret */
    KeySet(Vertx vertx, boolean secrets) {
        this.vertx = vertx;
        this.secrets = secrets;
    }

    /** @throws BadKey if it holds no key that can be used */
    List<VerificationKey> parse(Buffer text) {
        JsonNode listed = read(text).path("keys");
        if (!listed.isArray() || listed.size() > MAX_KEYS) {
            throw new BadKey("is not a JSON Web Key Set of up to " + MAX_KEYS + " keys");
        }
        List<VerificationKey> keys = new ArrayList<>();
        for (JsonNode jwk : listed) {
            try {
                keys.add(key(jwk));
            } catch (BadKey | IllegalArgumentException e) {
                LOGGER.atDebug()
                        .addKeyValue("kid", jwk.path("kid").asText())
                        .addKeyValue("kty", jwk.path("kty").asText())
                        .log("key of the key set is not used");
            }
        }
        if (keys.isEmpty()) {
            throw new BadKey("holds no key for RS256, ES256 or EdDSA" + (secrets ? ", nor for HS256" : ""));
        }
        return keys;
    }

    private static JsonNode read(Buffer text) {
        try {
            return Json.MAPPER.readTree(text.getBytes());
        } catch (IOException e) {
            throw new BadKey("is not JSON");
        }
    }

    private VerificationKey key(JsonNode jwk) {
        require(jwk.path("use").asText("sig").equals("sig"));
        return switch (jwk.path("kty").asText()) {
            case "RSA" -> {
                int modulus = unsigned(bytes(jwk, "n"));
                require(modulus >= MIN_RSA_BYTES);
                yield key(jwk, Algorithm.RS256, modulus, "n", "e");
            }
            case "EC" -> {
                require(jwk.path("crv").asText().equals("P-256"));
                yield key(jwk, Algorithm.ES256, 64, "crv", "x", "y");
            }
            case "OKP" -> {
                require(jwk.path("crv").asText().equals("Ed25519"));
                yield key(jwk, Algorithm.EDDSA, 64, "crv", "x");
            }
            case "oct" -> {
                require(secrets && bytes(jwk, "k").length >= MIN_SECRET);
                yield key(jwk, Algorithm.HS256, 32, "k");
            }
            default -> throw new BadKey("holds a key of an unknown kind");
        };
    }

    /** Only what is named goes to the library, so that nothing else in the key set can change what the key is. */
    private VerificationKey key(JsonNode jwk, Algorithm algorithm, int signature, String... members) {
        require(jwk.path("alg").asText(algorithm.wire()).equals(algorithm.wire()));
        JsonObject clean = new JsonObject()
                .put("kty", jwk.path("kty").textValue())
                .put("alg", algorithm.wire())
                .put("use", "sig");
        for (String member : members) {
            require(jwk.path(member).isTextual());
            clean.put(member, jwk.path(member).textValue());
        }
        return VerificationKey.of(vertx, id(jwk), algorithm, signature, clean);
    }

    private static @Nullable String id(JsonNode jwk) {
        return jwk.path("kid").isTextual() ? jwk.path("kid").textValue() : null;
    }

    private static byte[] bytes(JsonNode jwk, String member) {
        return Base64.getUrlDecoder().decode(jwk.path(member).asText());
    }

    private static int unsigned(byte[] number) {
        int zeros = 0;
        while (zeros < number.length && number[zeros] == 0) {
            zeros++;
        }
        return number.length - zeros;
    }

    private static void require(boolean usable) {
        if (!usable) {
            throw new BadKey("holds a key that cannot be used");
        }
    }
}
