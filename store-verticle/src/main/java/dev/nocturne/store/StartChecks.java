package dev.nocturne.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a database must be like, and its user be allowed, before anything is written to it: what cannot work is told then.
 * That it takes no writes now, as a standby does, can pass, and is not asked.
 */
final class StartChecks {
    private static final int OLDEST = 14;
    private static final int ROUNDS = 10;
    private static final String PID = "SELECT pg_backend_pid()";

    private static final String FACTS = """
            SELECT current_setting('server_version_num')::int / 10000, current_setting('server_version'),
                current_setting('server_encoding'), current_setting('fsync'), current_setting('full_page_writes'),
                current_user, current_schema(),
                coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)""";

    /** Partitions are made, attached and dropped while it runs, which only an owner may; privileges can be taken from one. */
    private static final String NOT_OURS = """
            SELECT string_agg(c.relname, ', ' ORDER BY c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
                AND (c.relname IN ('feed_head', 'alert_events', 'feed_partitions', 'event_identities', 'alerts', 'sites',
                        'tickets', 'flyway_schema_history') OR c.relname ~ '^alert_events_[0-9]+$')
                AND NOT (pg_has_role(c.relowner, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
                    AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE')
                    AND has_table_privilege(c.oid, 'DELETE'))""";

    private StartChecks() {}

    /**
     * What the database says of itself.
     *
     * @param schema where tables are made, or null if there is none
     * @param notOurs names of tables that the user cannot write and change, or null
     */
    record Facts(
            int major,
            String version,
            String encoding,
            String fsync,
            String fullPageWrites,
            String user,
            @Nullable String schema,
            boolean mayCreate,
            @Nullable String notOurs) {}

    /**
     * Blocks.
     *
     * @param one a connection in a session of its own, or so it looks
     * @param other another one at the same time
     * @throws DatabaseRefused that names all that is wrong
     */
    static void require(Connection one, Connection other) throws SQLException {
        List<String> problems = problems(facts(one));
        if (sharesSessions(one, other)) {
            problems.add(
                    "its sessions are shared with others, as PgBouncer's are with pool_mode = transaction or statement:"
                            + " set pool_mode = session for this database, or name PostgreSQL itself");
        }
        if (!problems.isEmpty()) {
            throw new DatabaseRefused(String.join("; ", problems), null);
        }
    }

    static List<String> problems(Facts facts) {
        List<String> problems = new ArrayList<>();
        if (facts.major() < OLDEST) {
            problems.add("it is PostgreSQL " + facts.version() + ", and " + OLDEST + " is the oldest that can be used");
        }
        if (!facts.encoding().equals("UTF8")) {
            problems.add(
                    "its encoding is " + facts.encoding() + ", in which not every alert can be written: make it with"
                            + " CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0");
        }
        if (!facts.fsync().equals("on") || !facts.fullPageWrites().equals("on")) {
            problems.add("it runs with fsync or full_page_writes off: a crash would lose alerts");
        }
        if (facts.schema() == null) {
            problems.add("the search_path of " + facts.user() + " names no schema that exists");
        } else if (!facts.mayCreate()) {
            problems.add(facts.user() + " may not create tables in the schema " + facts.schema()
                    + ": GRANT CREATE ON SCHEMA " + facts.schema() + " TO " + facts.user());
        }
        if (facts.notOurs() != null) {
            problems.add("in the schema " + facts.schema() + " " + facts.user() + " may not write or change "
                    + facts.notOurs() + ": it must own them, or be a member of the role that does");
        }
        return problems;
    }

    private static Facts facts(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String notOurs = text(statement, NOT_OURS);
            try (ResultSet row = statement.executeQuery(FACTS)) {
                row.next();
                return new Facts(
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getBoolean(8),
                        notOurs);
            }
        }
    }

    /**
     * A session that is not shared has one process of the server, and has it alone. One of a pooler takes any process that is
     * free for each transaction: mostly the one that was free last, so that two who take turns get the same.
     */
    private static boolean sharesSessions(Connection one, Connection other) throws SQLException {
        try (Statement first = one.createStatement();
                Statement second = other.createStatement()) {
            String own = text(first, PID);
            for (int round = 0; round < ROUNDS; round++) {
                if (String.valueOf(own).equals(text(second, PID))
                        || !String.valueOf(own).equals(text(first, PID))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static @Nullable String text(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
