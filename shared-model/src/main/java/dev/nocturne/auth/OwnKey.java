package dev.nocturne.auth;

import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** A new key for a node that was given none. */
public final class OwnKey {
    private OwnKey() {}

    /** The content of a key file: an ES256 key pair in PEM. */
    public static Buffer generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return Pem.write(Pem.PRIVATE_KEY, pair.getPrivate())
                    .appendBuffer(Pem.write("PUBLIC KEY", pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has this curve
        }
    }
}
