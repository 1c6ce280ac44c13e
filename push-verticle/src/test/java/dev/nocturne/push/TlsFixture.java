package dev.nocturne.push;

import dev.nocturne.config.Address;
import dev.nocturne.http.HttpListener;
import dev.nocturne.testkit.TestAuthority;
import dev.nocturne.testkit.TestAuthority.Pair;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Path;
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
}
