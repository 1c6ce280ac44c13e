package dev.nocturne.input;

/** What a stranger wrote, as part of one line of a log or of an error: short, and with nothing that acts. */
public final class Printable {
    private static final String CUT = "...";

    private Printable() {}

    /** At most {@code max} characters, with those that control a terminal or a line as {@code \}{@code u000a}. */
    public static String line(String text, int max) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), max) + CUT.length());
        for (int i = 0; i < text.length(); i++) {
            String next = isPlain(text.charAt(i))
                    ? String.valueOf(text.charAt(i))
                    : String.format("\\u%04x", (int) text.charAt(i));
            if (line.length() + next.length() > max) {
                return line.append(CUT).toString();
            }
            line.append(next);
        }
        return line.toString();
    }

    private static boolean isPlain(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
