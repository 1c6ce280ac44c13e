package dev.nocturne.launcher;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a certificate and its private key are, as the two settings say. */
record CertificateFiles(Setting<Path> certificateKey, Path certificate, Setting<Path> keyKey, Path key) {

    /**
     * Null if neither is set.
     *
     * @throws ConfigFailure if only one of them is
     */
    static @Nullable CertificateFiles of(Settings settings, Setting<Path> certificateKey, Setting<Path> keyKey) {
        Path certificate = settings.find(certificateKey);
        Path key = settings.find(keyKey);
        if (certificate != null && key != null) {
            return new CertificateFiles(certificateKey, certificate, keyKey, key);
        }
        if (certificate == null && key == null) {
            return null;
        }
        Setting<Path> absent = certificate == null ? certificateKey : keyKey;
        Setting<Path> present = certificate == null ? keyKey : certificateKey;
        throw new ConfigFailure(List.of(absent.name() + ": must be set as well, as " + present.name() + " is"));
    }

    /**
     * Blocks.
     *
     * @throws ConfigFailure that names the file that cannot be used
     */
    Certificate read() {
        Buffer certificateBytes = bytes(certificateKey, certificate);
        Buffer keyBytes = bytes(keyKey, key);
        try {
            return Certificate.of(certificateBytes, keyBytes);
        } catch (Certificate.Unusable e) {
            boolean isKey = e.part() == Certificate.Part.KEY;
            throw problem(isKey ? keyKey : certificateKey, isKey ? key : certificate, String.valueOf(e.getMessage()));
        }
    }

    List<Path> paths() {
        return List.of(certificate, key);
    }

    static Buffer bytes(Setting<Path> setting, Path file) {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw problem(setting, file, "is not there");
        } catch (IOException e) {
            throw problem(setting, file, "cannot be read: " + e);
        }
    }

    static ConfigFailure problem(Setting<Path> setting, Path file, String problem) {
        return new ConfigFailure(List.of(setting.name() + ": " + file + " " + problem));
    }
}
