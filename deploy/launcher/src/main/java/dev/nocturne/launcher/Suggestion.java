package dev.nocturne.launcher;

import java.util.Comparator;
import java.util.List;

/** The known name that a wrong one was probably meant to be. */
final class Suggestion {
    private static final int FAR = 4;

    private Suggestion() {}

    /** Ends a sentence: {@code ; did you mean push.port?}, or nothing. */
    static String forKey(String wrong) {
        return nearest(wrong, Keys.ALL.stream().map(Setting::name).toList());
    }

    static String forVariable(String wrong) {
        return nearest(wrong, Keys.ALL.stream().map(Setting::variable).toList());
    }

    private static String nearest(String wrong, List<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(wrong, name)))
                .filter(name -> distance(wrong, name) < FAR)
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    /** Letters to insert, delete or replace to make one of the other. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
