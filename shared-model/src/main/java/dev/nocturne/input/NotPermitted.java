package dev.nocturne.input;

import dev.nocturne.input.InvalidInput.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** Input that its sender may not send, with each field that says so. */
public final class NotPermitted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    public NotPermitted(List<FieldError> errors) {
        super(errors.stream()
                .map(FieldError::field)
                .distinct()
                .collect(Collectors.joining(", ", "not permitted: ", "")));
        this.errors = List.copyOf(errors);
    }

    public List<FieldError> errors() {
        return errors;
    }
}
