package dev.nocturne.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.config.DatabaseUri;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What {@link TlsToPostgresIT} cannot bring about. */
class ReasonsTest {
    private static final DatabaseUri DATABASE = DatabaseUri.parse("postgresql://noc:hush@db.example/noc");

    @Test
    void aParameterThatPgBouncerRefusesIsNamedWithTheSettingThatHelps() {
        assertThat(reason(new SQLException("FATAL: unsupported startup parameter: TimeZone", "08P01")))
                .startsWith("unsupported startup parameter: TimeZone")
                .contains("PgBouncer: set ignore_startup_parameters = TimeZone and pool_mode = session");
    }

    @Test
    void aHostThatIsNotKnownAndOneThatIsSilentAreTold() {
        assertThat(reason(new SQLException("failed", "08001", new UnknownHostException("db.example"))))
                .isEqualTo("there is no host db.example");
        assertThat(reason(new SQLException("failed", "08006", new SocketTimeoutException("Read timed out"))))
                .isEqualTo("it does not answer in time");
    }

    @Test
    void otherWordsAreThoseOfTheServerInOneLine() {
        assertThat(reason(new SQLException("FATAL: no such role\n  Hint: make it\n\n", "28000")))
                .isEqualTo("FATAL: no such role; Hint: make it");
    }

    private static String reason(SQLException failure) {
        return Reasons.of(failure, DATABASE);
    }
}
