package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nocturne.config.Address;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;

/** HTTP by hand, for what no client would send. */
final class Raw {
    private Raw() {}

    /** Sends the request and reads one response that has a body, or until the node closes the connection. */
    static String send(Address address, String request) throws Exception {
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                answer.write(octet);
                if (octet == '}') {
                    break;
                }
            }
            return answer.toString(UTF_8);
        }
    }
}
