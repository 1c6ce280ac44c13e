package dev.nocturne.push;

import static java.util.Objects.requireNonNull;

import dev.nocturne.http.HttpListener;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** The same octets, inside TLS. */
class TlsConformanceTest extends ConformanceTest {
    @TempDir
    static Path dir;

    private @Nullable TlsFixture tls;

    @Override
    HttpListener listener() {
        TlsFixture made = new TlsFixture(dir);
        tls = made;
        return made.listener();
    }

    @Override
    Peer connect(String path, String... headers) throws Exception {
        return Peer.open(requireNonNull(tls).socket(address()), address(), path, headers);
    }
}
