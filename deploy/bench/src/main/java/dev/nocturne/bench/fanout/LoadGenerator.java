package dev.nocturne.bench.fanout;

import dev.nocturne.model.Json;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process that holds the screens' end of the sockets, and counts and times what arrives there. */
final class LoadGenerator {
    private static final int LIMIT_SECONDS = 60;

    private LoadGenerator() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        Herd herd = new Herd();
        Thread thread = new Thread(herd, "herd");
        thread.setDaemon(true);
        thread.start();
        Orders.serve("", words -> obey(herd, words));
    }

    private static String obey(Herd herd, String[] words) throws Exception {
        return switch (words[0]) {
            case "connect" ->
                herd.connect(new Herd.Wanted(
                                words[1],
                                Integer.parseInt(words[2]),
                                words[3],
                                Integer.parseInt(words[4]),
                                Integer.parseInt(words[5]),
                                words[6].isEmpty() ? List.of() : Tokens.read(URI.create(words[6]))))
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                        .toString();
            case "disconnect" ->
                herd.disconnect().get(LIMIT_SECONDS, TimeUnit.SECONDS).toString();
            case "forget" -> herd.forget().get(LIMIT_SECONDS, TimeUnit.SECONDS).toString();
            case "report" -> Json.text(herd.arrivals().get(LIMIT_SECONDS, TimeUnit.SECONDS));
            default -> throw new IllegalArgumentException("no such order");
        };
    }
}
