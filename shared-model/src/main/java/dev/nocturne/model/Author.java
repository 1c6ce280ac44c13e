package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The person behind an event, if there is one.
 *
 * @param by the person's name
 * @param note what the person wrote
 * @param sourceAction what the person did, in the source's words (Zabbix: {@code {EVENT.UPDATE.ACTION}})
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Author(
        @Nullable String by,
        @Nullable String note,
        @Nullable String sourceAction) {
    public static final Author NONE = noting(null);

    public static Author noting(@Nullable String note) {
        return new Author(null, note, null);
    }
}
