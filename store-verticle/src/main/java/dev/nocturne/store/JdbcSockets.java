package dev.nocturne.store;

import dev.nocturne.config.DatabaseTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Sockets of the JDBC driver with {@link PostgresTls}. The driver makes it, by its name and with one text. */
public final class JdbcSockets extends SSLSocketFactory {
    private final PostgresTls tls;
    private final SSLSocketFactory sockets;

    /** @param options those of the database's URI */
    public JdbcSockets(String options) {
        tls = PostgresTls.of(DatabaseTls.parse(options));
        sockets = tls.context().getSocketFactory();
    }

    /** The only one that the driver calls: TLS on a connection on which PostgreSQL has agreed to it. */
    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket(plain, host, port, autoClose);
        if (tls.hostCheck() != null) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(tls.hostCheck());
            socket.setSSLParameters(parameters);
        }
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }
}
