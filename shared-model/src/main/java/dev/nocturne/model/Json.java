package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.List;

/** How this project reads and writes JSON, the same at every edge. */
public final class Json {
    /** Nesting beyond this is refused: no message of ours is deeper than 4. */
    private static final int MAX_DEPTH = 16;

    /** Times as RFC 3339 text; an absent list is empty; repeated names, trailing tokens and deep nesting are errors. Safe for all threads. */
    public static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModule(new JavaTimeModule())
            .withConfigOverride(List.class, list -> list.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** For what another version of this program wrote: unknown fields are ignored. */
    public static final ObjectReader LENIENT =
            MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** For what is stored: beside that, a kind of event that only newer nodes know is an update. */
    private static final ObjectReader STORED =
            LENIENT.with(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE);

    private Json() {}

    /**
     * Reads what this program has stored, in this version or another.
     *
     * @throws IllegalStateException if the text is not what this program writes
     */
    public static <T> T read(String text, Class<T> type) {
        try {
            return STORED.readValue(text, type);
        } catch (IOException e) {
            throw new IllegalStateException("not a " + type.getSimpleName(), e);
        }
    }

    /** @throws IllegalStateException if the value is not one of our records */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
