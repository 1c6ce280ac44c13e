package dev.nocturne.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nocturne.config.AuthConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Makes keys, and tokens by hand: whatever header and claims, good or not. */
final class Forge {
    static final Instant NOW = Instant.parse("2026-11-20T18:55:00Z");
    static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static final Map<String, String> GENERATORS = Map.of("RS256", "RSA", "ES256", "EC", "EdDSA", "Ed25519");
    private static final Map<String, String> SIGNATURES =
            Map.of("RS256", "SHA256withRSA", "ES256", "SHA256withECDSAinP1363Format", "EdDSA", "Ed25519");

    private Forge() {}

    static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(GENERATORS.get(algorithm));
            if (!algorithm.equals("EdDSA")) {
                generator.initialize(algorithm.equals("RS256") ? 2_048 : 256);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonObject claims() {
        return new JsonObject()
                .put("iss", "nocturne")
                .put("aud", "nocturne")
                .put("sub", "wall-1")
                .put("scope", "alerts:read")
                .put("sites", new JsonArray().add("*"))
                .put("exp", NOW.getEpochSecond() + 3_600);
    }

    static String token(String algorithm, KeyPair keys, JsonObject claims) {
        return token(new JsonObject().put("alg", algorithm).encode(), claims.encode(), signer(algorithm, keys));
    }

    static String token(String header, String payload, Signer signer) {
        String open = encode(header.getBytes(UTF_8)) + "." + encode(payload.getBytes(UTF_8));
        return open + "." + encode(signer.sign(open.getBytes(UTF_8)));
    }

    static Signer signer(String algorithm, KeyPair keys) {
        return bytes -> {
            try {
                Signature signature = Signature.getInstance(SIGNATURES.get(algorithm));
                signature.initSign(keys.getPrivate());
                signature.update(bytes);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    static Signer secret(byte[] key) {
        return bytes -> {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                return mac.doFinal(bytes);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    static JsonObject jwk(String id, String algorithm, KeyPair keys) {
        JsonObject jwk = new JsonObject().put("kid", id).put("use", "sig").put("alg", algorithm);
        if (keys.getPublic() instanceof RSAPublicKey rsa) {
            return jwk.put("kty", "RSA")
                    .put("n", encode(rsa.getModulus().toByteArray()))
                    .put("e", encode(rsa.getPublicExponent().toByteArray()));
        }
        if (keys.getPublic() instanceof ECPublicKey ec) {
            return jwk.put("kty", "EC")
                    .put("crv", "P-256")
                    .put("x", encode(ec.getW().getAffineX().toByteArray()))
                    .put("y", encode(ec.getW().getAffineY().toByteArray()));
        }
        byte[] spki = ((EdECPublicKey) keys.getPublic()).getEncoded();
        return jwk.put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("x", encode(Arrays.copyOfRange(spki, spki.length - 32, spki.length)));
    }

    static String jwks(JsonObject... keys) {
        return new JsonObject().put("keys", new JsonArray(List.of(keys))).encode();
    }

    static Buffer pem(KeyPair keys) {
        return Pem.write("PRIVATE KEY", keys.getPrivate()).appendBuffer(Pem.write("PUBLIC KEY", keys.getPublic()));
    }

    static Path write(Path file, Buffer content) {
        try {
            return Files.write(file, content.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AuthConfig config(@Nullable Path key, @Nullable String jwks) {
        return new AuthConfig(
                key,
                jwks,
                "nocturne",
                "nocturne",
                Duration.ofSeconds(30),
                Duration.ofMillis(200),
                false,
                Map.of("Tanzania", List.of("Kilimanjaro", "Serengeti")));
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    interface Signer {
        byte[] sign(byte[] bytes);
    }
}
