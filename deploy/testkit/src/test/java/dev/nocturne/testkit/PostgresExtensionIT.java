package dev.nocturne.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.config.DatabaseUri;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PostgresExtensionIT {
    private final DatabaseUri ofTheClass;

    PostgresExtensionIT(DatabaseUri database) {
        this.ofTheClass = database;
    }

    @Test
    void aClassHasOneDatabaseAndItIsDurable(DatabaseUri database) throws SQLException {
        assertThat(database).isEqualTo(ofTheClass);
        assertThat(ask(database, "SHOW fsync")).isEqualTo("on");
        assertThat(ask(database, "SELECT current_database()")).isEqualTo(database.database());
    }

    @Test
    void anotherDatabaseKnowsNothingOfIt() throws SQLException {
        assertThat(PostgresServer.shared().newDatabase()).isNotEqualTo(ofTheClass);
    }

    private static String ask(DatabaseUri database, String sql) throws SQLException {
        String url = "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database();
        try (var connection = DriverManager.getConnection(url, database.user(), database.password());
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
