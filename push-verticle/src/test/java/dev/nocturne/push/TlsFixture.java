package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nocturne.config.Address;
import dev.nocturne.http.HttpListener;
import dev.nocturne.testkit.TestAuthority;
import dev.nocturne.testkit.TestAuthority.Pair;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** How ports show a certificate, and clients that trust it. */
final class TlsFixture {
    private final TestAuthority authority;
    private final PemKeyCertOptions first;
    private final SSLContext client;

    TlsFixture(Path dir) {
        authority = new TestAuthority(dir, "authority");
        first = certificate("first");
        client = authority.trusting();
    }

    HttpListener listener() {
        return HttpListener.tls(first);
    }

    PemKeyCertOptions certificate(String name) {
        Pair pair = authority.sign(name);
        return new PemKeyCertOptions()
                .addCertPath(pair.certificate().toString())
                .addKeyPath(pair.key().toString());
    }

    SSLContext client() {
        return client;
    }

    /** Connected, and its handshake done. */
    SSLSocket socket(Address address, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(address.host(), address.port());
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    /** Ends its TLS when it is closed, and leaves the connection. */
    SSLSocket over(Socket connection) throws IOException {
        return (SSLSocket) client.getSocketFactory().createSocket(connection, "127.0.0.1", connection.getPort(), false);
    }

    /** What the certificate says whose it is. */
    String shown(Address address) throws IOException {
        try (SSLSocket socket = socket(address)) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    /** Of the answer to a GET. */
    int status(Address address, String path) throws IOException {
        try (SSLSocket socket = socket(address)) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
            return Integer.parseInt(line.split(" ", -1)[1]);
        }
    }
}
