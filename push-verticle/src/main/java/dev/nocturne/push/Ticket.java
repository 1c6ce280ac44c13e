package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * 256 random bits. From them follow the name under which something is kept and the key that it is sealed with, each by
 * HKDF-Expand (RFC 5869; its extraction is for secrets that are not random). Neither tells anything of the other, nor of
 * the ticket.
 */
final class Ticket {
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String HMAC = "HmacSHA256";
    private static final String AES = "AES/GCM/NoPadding";
    private static final int TAG_BYTES = 16;
    /** AES-GCM must not see a key with one nonce twice: a ticket seals once, so that its key needs no other nonce. */
    private static final GCMParameterSpec ONLY_NONCE = new GCMParameterSpec(8 * TAG_BYTES, new byte[12]);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bits;

    private Ticket(byte[] bits) {
        this.bits = bits;
    }

    static Ticket random() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new Ticket(bits);
    }

    /** Empty if the text cannot be one. */
    static Optional<Ticket> parse(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(new Ticket(Base64.getUrlDecoder().decode(text)))
                : Optional.empty();
    }

    /** For the address. */
    String text() {
        return base64(bits);
    }

    String id() {
        return base64(expand("nocturne ticket id"));
    }

    /** Once. */
    String seal(String text) {
        try {
            return base64(cipher(Cipher.ENCRYPT_MODE).doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** Empty unless it was sealed with this ticket, and is as it was. */
    Optional<String> open(String sealed) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed);
            return bytes.length < TAG_BYTES // some versions of the library throw what nobody expects
                    ? Optional.empty()
                    : Optional.of(new String(cipher(Cipher.DECRYPT_MODE).doFinal(bytes), UTF_8));
        } catch (IllegalArgumentException | AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cipher cipher(int mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(AES);
        cipher.init(mode, new SecretKeySpec(expand("nocturne ticket key"), "AES"), ONLY_NONCE);
        return cipher;
    }

    private byte[] expand(String label) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(bits, HMAC));
            mac.update(label.getBytes(UTF_8));
            return mac.doFinal(new byte[] {1});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Nothing of it. */
    @Override
    public String toString() {
        return "Ticket[]";
    }
}
