package dev.nocturne.bench.fanout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The far side of {@link Child}: a process that says that it is ready, then answers each line with a line. */
final class Orders {
    private Orders() {}

    /** Carries out one order. */
    interface Servant {
        /** @return the answer, one line */
        String obey(String[] words) throws Exception;
    }

    /** Blocks until the one who gives orders is gone, and ends the process then. */
    static void serve(String ready, Servant servant) throws IOException {
        System.out.println(Child.READY + ready);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(answer(servant, line.split(" ", -1)));
        }
        System.exit(0);
    }

    private static String answer(Servant servant, String[] words) {
        try {
            return servant.obey(words);
        } catch (Exception e) {
            return Child.FAILED + e;
        }
    }
}
