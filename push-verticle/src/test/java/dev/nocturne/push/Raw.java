package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nocturne.config.Address;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;

/** HTTP by hand, for what no client would send. */
final class Raw {
    private static final String LENGTH = "content-length: ";

    private Raw() {}

    /** Sends the request and reads the head of the answer, and the body if its length is told. */
    static String send(Address address, String request) throws Exception {
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            String head = head(in);
            return head + new String(in.readNBytes(length(head)), UTF_8);
        }
    }

    private static String head(InputStream in) throws Exception {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            head.write(octet);
            if (head.toString(UTF_8).endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString(UTF_8);
    }

    private static int length(String head) {
        return head.toLowerCase(Locale.ROOT)
                .lines()
                .filter(line -> line.startsWith(LENGTH))
                .mapToInt(line -> Integer.parseInt(line.substring(LENGTH.length())))
                .findFirst()
                .orElse(0);
    }
}
