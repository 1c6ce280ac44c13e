package dev.nocturne.store;

import dev.nocturne.config.DatabaseTls;
import dev.nocturne.config.DatabaseUri;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Says why no connection came about, where the driver's words do not tell what to do. */
final class Reasons {
    private static final String REFUSED_BY_SERVER = "08004";
    private static final String UNKNOWN_PARAMETER = "unsupported startup parameter: ";
    private static final int LINES = 3;

    private Reasons() {}

    static String of(SQLException failure, DatabaseUri database) {
        List<Throwable> chain = chain(failure);
        if (is(chain, UnknownHostException.class)) {
            return "there is no host " + database.host();
        }
        if (is(chain, SocketTimeoutException.class)) {
            return "it does not answer in time";
        }
        String words = text(chain.get(chain.size() - 1));
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
        if (REFUSED_BY_SERVER.equals(failure.getSQLState()) && text(failure).contains("SSL")) {
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

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    /** The first lines, which say what is wrong, as one. */
    private static String text(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(LINES)
                .collect(Collectors.joining("; "));
    }
}
