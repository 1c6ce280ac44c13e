package dev.nocturne.input;

import java.util.List;
import java.util.stream.Collectors;

/** Input that cannot be accepted, with everything that is wrong in it. Its texts are fit for the sender's eyes. */
public final class InvalidInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    public InvalidInput(String detail) {
        super(detail);
        this.errors = List.of();
    }

    public InvalidInput(List<FieldError> errors) {
        super(errors.stream().map(FieldError::field).distinct().collect(Collectors.joining(", ", "invalid: ", "")));
        this.errors = List.copyOf(errors);
    }

    /** Each wrong field; empty when the input is wrong as a whole. */
    public List<FieldError> errors() {
        return errors;
    }

    /**
     * @param field its name as the sender wrote it; in an array with the index before it, such as {@code [3].site}
     */
    public record FieldError(String field, String detail) {}
}
