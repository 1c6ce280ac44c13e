package dev.nocturne.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.config.DatabaseTls.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseTlsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | PREFER | false | false",
                "sslmode=disable | DISABLE | false | false",
                "sslmode=allow | ALLOW | false | false",
                "sslmode=prefer | PREFER | false | false",
                "sslmode=require | REQUIRE | false | false",
                "sslmode=require&sslrootcert=ca.pem | REQUIRE | true | false",
                "sslmode=verify-ca&sslrootcert=ca.pem | VERIFY_CA | true | false",
                "sslmode=verify-full&sslrootcert=ca.pem | VERIFY_FULL | true | true",
                "sslmode=verify-full | VERIFY_FULL | true | true",
                "sslrootcert=system | VERIFY_FULL | true | true"
            })
    void eachModeChecksWhatLibpqChecks(String options, Mode mode, boolean certificate, boolean host) {
        DatabaseTls tls = DatabaseTls.parse(options);

        assertThat(tls.mode()).isEqualTo(mode);
        assertThat(tls.checksCertificate()).isEqualTo(certificate);
        assertThat(tls.checksHost()).isEqualTo(host);
    }

    @Test
    void filesArePercentDecodedAndThoseOfTheSystemAreNone() {
        DatabaseTls tls =
                DatabaseTls.parse("sslmode=require&sslrootcert=%2Fmy%20ca+1.pem&sslcert=/c.pem&sslkey=/k.pem");

        assertThat(tls.authorities()).isEqualTo("/my ca+1.pem");
        assertThat(tls.certificate()).isEqualTo("/c.pem");
        assertThat(tls.key()).isEqualTo("/k.pem");
        assertThat(DatabaseTls.parse("sslrootcert=system").authorities()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sslmode=requir | sslmode \"requir\" is not known; there are disable, allow, prefer, require, verify-ca",
                "sslmode=REQUIRE | sslmode \"REQUIRE\" is not known",
                "ssl=true | the option \"ssl\" is not known; there are sslmode, sslrootcert, sslcert, sslkey",
                "sslmode | sslmode has no value",
                "sslrootcert=&sslmode=require | sslrootcert has no value",
                "sslmode=require&sslmode=disable | sslmode is set twice",
                "& | the option is not known",
                "sslrootcert=ca.pem | sslrootcert means nothing with sslmode=prefer",
                "sslmode=disable&sslcert=c&sslkey=k | sslcert means nothing with sslmode=disable",
                "sslmode=verify-ca | sslmode=verify-ca needs sslrootcert=FILE",
                "sslmode=require&sslrootcert=system | sslmode=require needs sslrootcert=FILE",
                "sslmode=require&sslcert=c.pem | sslcert and sslkey must be set together"
            })
    void whatCannotBeMeantIsRefusedByName(String options, String reason) {
        assertThatThrownBy(() -> DatabaseTls.parse(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aRefusalNamesEveryMode(Mode mode) {
        assertThatThrownBy(() -> DatabaseTls.parse("sslmode=x")).hasMessageContaining(mode.word());
    }
}
