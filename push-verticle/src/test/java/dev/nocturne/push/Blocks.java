package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nocturne.config.Address;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A client of {@code /sse/alerts} that reads blocks: fields with the same name are joined by line ends, comments are the field "". */
record Blocks(Socket socket, BufferedReader in, String head) implements AutoCloseable {
    static Blocks open(Address address, String query, String... headers) throws Exception {
        Socket socket = new Socket(address.host(), address.port());
        socket.setSoTimeout(10_000);
        String request = "GET /sse/alerts" + query + " HTTP/1.1\r\nHost: "
                + address.host() + ":" + address.port() + "\r\nAccept: text/event-stream\r\n"
                + String.join("", headers) + "\r\n";
        socket.getOutputStream().write(request.getBytes(UTF_8));
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
        }
        return new Blocks(socket, in, head.toString().toLowerCase(Locale.ROOT));
    }

    /** @throws EOFException at the end */
    Map<String, String> block() throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                return fields;
            }
            int colon = line.indexOf(':');
            fields.merge(line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + "\n" + b);
        }
        throw new EOFException("end of the stream");
    }

    /** The next block of this type; what comes before it is dropped. */
    Map<String, String> next(String event) throws IOException {
        Map<String, String> block = block();
        while (!event.equals(block.get("event"))) {
            block = block();
        }
        return block;
    }

    static long seq(Map<String, String> block) {
        String id = block.getOrDefault("id", "");
        return Long.parseLong(id.substring(id.indexOf(':') + 1));
    }

    List<Long> ids(int count) throws IOException {
        List<Long> ids = new ArrayList<>();
        while (ids.size() < count) {
            ids.add(seq(next("broadcast")));
        }
        return ids;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
