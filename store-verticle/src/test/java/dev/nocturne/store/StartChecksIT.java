package dev.nocturne.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.testkit.PostgresExtension;
import dev.nocturne.testkit.PostgresServer;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class StartChecksIT {
    static final String LIMITS = "5s on 1500ms 10000";

    private static final String SETTINGS =
            "SELECT concat_ws(' ', current_setting('statement_timeout'), current_setting('synchronous_commit'),"
                    + " current_setting('idle_in_transaction_session_timeout'), current_setting('tcp_user_timeout'))";

    @BeforeAll
    static void makeUsers(DatabaseUri database) throws SQLException {
        execute(
                database,
                "CREATE ROLE clerk LOGIN PASSWORD 'paper'",
                "CREATE ROLE lost LOGIN PASSWORD 'paper'",
                "ALTER ROLE lost SET search_path = nowhere");
    }

    @Test
    void aDatabaseInWhichNotEveryAlertCanBeWrittenIsRefused(DatabaseUri database) throws SQLException {
        execute(database, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'");

        assertRefused(
                new DatabaseUri(
                        database.host(),
                        database.port(),
                        "latin",
                        database.user(),
                        database.password(),
                        database.options()),
                "its encoding is LATIN1");
    }

    @Test
    void aUserWhoMayNotMakeTablesIsRefusedAndOneWhoMayIsNot() throws SQLException {
        DatabaseUri empty = PostgresServer.shared().newDatabase();
        execute(empty, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");

        assertRefused(as("clerk", empty), "clerk may not create tables in the schema public: GRANT CREATE ON SCHEMA");

        execute(empty, "GRANT CREATE ON SCHEMA public TO clerk");
        Migrations.run(as("clerk", empty));
        Migrations.run(as("clerk", empty));
    }

    @Test
    void aUserWhoDoesNotOwnTheTablesIsRefusedUntilTheOwnersRoleIsHis() throws SQLException {
        DatabaseUri made = PostgresServer.shared().newDatabase();
        Migrations.run(made);
        execute(made, "GRANT CREATE ON SCHEMA public TO clerk", "GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk");

        assertRefused(as("clerk", made), "clerk may not write or change alert_events, alerts, event_identities");

        execute(made, "GRANT " + made.user() + " TO clerk");
        try {
            Migrations.run(as("clerk", made));
        } finally {
            execute(made, "REVOKE " + made.user() + " FROM clerk");
        }
    }

    @Test
    void aPrivilegeThatWasTakenFromTheOwnerIsMissed() throws SQLException {
        DatabaseUri empty = PostgresServer.shared().newDatabase();
        execute(empty, "GRANT CREATE ON SCHEMA public TO clerk");
        Migrations.run(as("clerk", empty));
        execute(empty, "REVOKE DELETE ON alerts FROM clerk");

        assertRefused(as("clerk", empty), "clerk may not write or change alerts:");
    }

    @Test
    void aUserWithoutASchemaIsRefused(DatabaseUri database) {
        assertRefused(as("lost", database), "the search_path of lost names no schema that exists");
    }

    @Test
    void everySessionOfAPoolHasItsLimits(DatabaseUri database) throws Exception {
        assertThat(limits(database, 3)).hasSize(3).containsOnly(LIMITS);
    }

    /** Those that hold in as many sessions of one pool. */
    static List<String> limits(DatabaseUri database, int sessions) throws Exception {
        Vertx vertx = Vertx.vertx();
        Pool pool = StorePool.open(vertx, StoreNodes.config(database), sessions).await(10, TimeUnit.SECONDS);
        List<String> limits = new ArrayList<>();
        try {
            for (int i = 0; i < sessions; i++) {
                SqlConnection held = pool.getConnection().await(10, TimeUnit.SECONDS);
                limits.add(held.query(SETTINGS)
                        .execute()
                        .await(10, TimeUnit.SECONDS)
                        .iterator()
                        .next()
                        .getString(0));
            }
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
        return limits;
    }

    private static void assertRefused(DatabaseUri uri, String reason) {
        assertThatThrownBy(() -> Migrations.run(uri))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("; ");
    }

    private static DatabaseUri as(String user, DatabaseUri database) {
        return new DatabaseUri(
                database.host(), database.port(), database.database(), user, "paper", database.options());
    }

    private static void execute(DatabaseUri database, String... statements) throws SQLException {
        try (Connection connection = new Jdbc(database).connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
