package dev.nocturne.input;

import java.util.regex.Pattern;

/** Numbers as protocols write them: ASCII digits, no sign. The JDK's parsers also take the digits of other scripts. */
public final class Numbers {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");

    private Numbers() {}

    /** @throws IllegalArgumentException that says what the text must be */
    public static long whole(String text, long min, long max) {
        if (DIGITS.matcher(text).matches()) {
            try {
                long number = Long.parseLong(text);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // over 2^63: answered below, like any number out of range
            }
        }
        throw new IllegalArgumentException("must be a whole number from " + min + " to " + max);
    }
}
