package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who acknowledged an alert, when and with what words; each part null where the source has not told it.
 *
 * @param at by the source's clock
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Acknowledgement(
        @JsonProperty("acknowledgedBy") @Nullable String by,
        @JsonProperty("acknowledgedAt") @Nullable Instant at,
        @JsonProperty("acknowledgedNote") @Nullable String note) {
    public static final Acknowledgement NONE = new Acknowledgement(null, null, null);
}
