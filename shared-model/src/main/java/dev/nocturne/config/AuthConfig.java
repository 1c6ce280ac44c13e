package dev.nocturne.config;

import dev.nocturne.model.SiteName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the tokens of screens and people are checked.
 *
 * @param key a PEM file with a public key or certificate (RS256, ES256, EdDSA), or a file with a secret (HS256)
 * @param jwks a JSON Web Key Set: a path, or an {@code https://} address (on this machine also {@code http://})
 * @param issuer the one value of {@code iss} that is taken
 * @param audience must be among the values of {@code aud}
 * @param leeway how far clocks may be apart
 * @param refresh how often keys are read again
 * @param anonymous whether whoever shows no token may read everything
 * @param siteGroups name of a group to its sites
 */
public record AuthConfig(
        @Nullable Path key,
        @Nullable String jwks,
        String issuer,
        String audience,
        Duration leeway,
        Duration refresh,
        boolean anonymous,
        Map<String, List<String>> siteGroups) {
    public AuthConfig {
        siteGroups = SiteName.groups(siteGroups);
    }
}
