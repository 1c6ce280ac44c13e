package dev.nocturne.store;

import dev.nocturne.config.DatabaseTls;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.node.Causes;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.util.List;
import javax.net.ssl.SSLException;

/** Says why no connection came about, where the driver's words do not tell what to do. */
final class Reasons {
    private static final String REFUSED_BY_SERVER = "08004";
    private static final String UNKNOWN_PARAMETER = "unsupported startup parameter: ";

    private Reasons() {}

    static String of(SQLException failure, DatabaseUri database) {
        List<Throwable> chain = Causes.chain(failure);
        if (is(chain, UnknownHostException.class)) {
            return "there is no host " + database.host();
        }
        if (is(chain, SocketTimeoutException.class)) {
            return "it does not answer in time";
        }
        String words = Causes.words(Causes.root(failure));
        if (words.contains(UNKNOWN_PARAMETER)) {
            return words.replace("FATAL: ", "") + "; so says PgBouncer: set ignore_startup_parameters = "
                    + words.substring(words.indexOf(UNKNOWN_PARAMETER) + UNKNOWN_PARAMETER.length())
                    + " and pool_mode = session in its configuration";
        }
        if (is(chain, CertificateExpiredException.class)) {
            return "the certificate of the server has expired";
        }
        if (is(chain, CertPathBuilderException.class)) {
            return "the certificate of the server is not of an authority in " + authorities(database.tls());
        }
        if (is(chain, SSLException.class) && is(chain, CertificateException.class)) {
            return "the certificate of the server does not hold for " + database.host() + ": "
                    + chain.get(chain.size() - 1).getMessage();
        }
        if (is(chain, SSLException.class)) {
            return "no TLS with the server: " + chain.get(chain.size() - 1).getMessage();
        }
        if (REFUSED_BY_SERVER.equals(failure.getSQLState())
                && Causes.words(failure).contains("SSL")) {
            return "the server speaks no TLS, which " + DatabaseTls.MODE + "="
                    + database.tls().mode().word() + " asks for";
        }
        return words;
    }

    private static String authorities(DatabaseTls tls) {
        return tls.authorities() == null
                ? "Java's trust store; name yours with " + DatabaseTls.AUTHORITIES + "=FILE"
                : DatabaseTls.AUTHORITIES + " " + tls.authorities();
    }

    private static boolean is(List<Throwable> chain, Class<? extends Throwable> type) {
        return chain.stream().anyMatch(type::isInstance);
    }
}
