package dev.nocturne.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUriTest {
    @Test
    void everyPartIsRead() {
        assertThat(DatabaseUri.parse(
                        "postgresql://noc:s3cret@db.example:6432/nocturne?sslmode=verify-full&sslrootcert=ca.pem"))
                .isEqualTo(new DatabaseUri(
                        "db.example", 6432, "nocturne", "noc", "s3cret", "sslmode=verify-full&sslrootcert=ca.pem"));
    }

    @Test
    void portPasswordAndOptionsMayBeLeftOut() {
        assertThat(DatabaseUri.parse("postgres://noc@db/nocturne"))
                .isEqualTo(new DatabaseUri("db", 5432, "nocturne", "noc", "", ""));
    }

    @Test
    void reservedCharactersArePercentEncodedAndAPlusIsAPlus() {
        DatabaseUri uri = DatabaseUri.parse("postgresql://n%40c:p%3A%2F%3F+w%C3%A4:x@db/my%20db");

        assertThat(uri.user()).isEqualTo("n@c");
        assertThat(uri.password()).isEqualTo("p:/?+wä:x");
        assertThat(uri.database()).isEqualTo("my db");
    }

    @Test
    void aVersion6AddressKeepsTheBracketsThatOtherUrisNeed() {
        assertThat(DatabaseUri.parse("postgresql://noc@[::1]:5433/nocturne"))
                .extracting(DatabaseUri::host, DatabaseUri::port)
                .containsExactly("[::1]", 5433);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db/x | does not begin with postgresql://",
                "mysql://u:secret@db/x | does not begin with postgresql://",
                "db | does not begin with postgresql://",
                "postgresql://db/x | names no user, no host or no database",
                "postgresql://:secret@db/x | names no user, no host or no database",
                "postgresql://u:secret@/x | names no user, no host or no database",
                "postgresql://u:secret@db | names no user, no host or no database",
                "postgresql://u:secret@db/ | names no user, no host or no database",
                "postgresql://u:secret @db/x | is not a URI",
                "postgresql://u:%zz@db/x | is not a URI",
                "postgresql://u:secret@db/x?sslmod=require | the option \"sslmod\" is not known; there are sslmode, sslroot"
            })
    void aBadOneIsRefusedWithAReason(String text, String reason) {
        assertThatThrownBy(() -> DatabaseUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:secret @db/x",
                "postgresql://u:secret@db",
                "mysql://u:secret@db/x",
                "x secret",
                "postgresql://u:x@y/?secret@db/x",
                "postgresql://u:x@y/z?sslmode=secret@db/x",
                "postgresql://u@db/x?password=secret"
            })
    void aRefusalDoesNotShowThePassword(String text) {
        assertThatThrownBy(() -> DatabaseUri.parse(text))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("secret"));
    }

    @Test
    void itsTextHidesThePassword() {
        assertThat(DatabaseUri.parse("postgresql://noc:s3cret@db/nocturne?sslmode=require"))
                .hasToString("postgresql://noc:***@db:5432/nocturne?sslmode=require");
    }
}
