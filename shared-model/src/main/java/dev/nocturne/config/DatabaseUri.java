package dev.nocturne.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * {@code postgresql://user:password@host:port/database?option=value}, as libpq writes it. Reserved characters in its
 * parts are percent-encoded.
 *
 * @param options the text after {@code ?}, or empty: what {@link DatabaseTls} knows and nothing else
 */
public record DatabaseUri(String host, int port, String database, String user, String password, String options) {
    private static final int DEFAULT_PORT = 5432;

    /** @throws IllegalArgumentException that names the option that cannot be used */
    public DatabaseUri {
        DatabaseTls.parse(options);
    }

    /** @throws IllegalArgumentException that says what is missing, without the password */
    public static DatabaseUri parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is not a URI: " + e.getReason(), e);
        }
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
            throw new IllegalArgumentException("it does not begin with postgresql://");
        }
        String[] login = uri.getRawUserInfo() == null
                ? new String[] {""}
                : uri.getRawUserInfo().split(":", 2);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (uri.getHost() == null || login[0].isEmpty() || path.length() < 2) {
            throw new IllegalArgumentException("it names no user, no host or no database");
        }
        return new DatabaseUri(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                decode(path.substring(1)),
                decode(login[0]),
                login.length == 2 ? decode(login[1]) : "",
                uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }

    public DatabaseTls tls() {
        return DatabaseTls.parse(options);
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "postgresql://" + user + ":***@" + host + ":" + port + "/" + database
                + (options.isEmpty() ? "" : "?" + options);
    }
}
