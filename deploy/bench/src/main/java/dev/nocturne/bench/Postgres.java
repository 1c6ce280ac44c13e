package dev.nocturne.bench;

import dev.nocturne.config.DatabaseUri;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;

/** Connections to the databases of one server, with the options that the store sets on its own. */
final class Postgres {
    private static final int PIPELINE = 16;

    private final Vertx vertx;
    private final DatabaseUri main;

    /** @param main the database that the server comes with */
    Postgres(Vertx vertx, DatabaseUri main) {
        this.vertx = vertx;
        this.main = main;
    }

    DatabaseUri uri(String database) {
        return new DatabaseUri(main.host(), main.port(), database, main.user(), main.password(), main.options());
    }

    /** A new database, so that no contender pays for the rows of another. */
    Future<DatabaseUri> create(String database) {
        return connect(main)
                .compose(connection -> connection
                        .query("CREATE DATABASE " + database)
                        .execute()
                        .eventually(connection::close))
                .map(created -> uri(database));
    }

    Future<String> version() {
        return connect(main)
                .compose(connection -> connection
                        .query("SHOW server_version")
                        .execute()
                        .map(rows -> rows.iterator().next().getString(0))
                        .eventually(connection::close));
    }

    /** A connection whose work is done on the thread of the context. */
    Future<SqlConnection> connect(Context context, DatabaseUri database) {
        Promise<SqlConnection> connected = Promise.promise();
        context.runOnContext(
                here -> connect(database).<SqlConnection>map(c -> c).onComplete(connected));
        return connected.future();
    }

    private Future<PgConnection> connect(DatabaseUri database) {
        return PgConnection.connect(
                vertx,
                new PgConnectOptions()
                        .setHost(database.host())
                        .setPort(database.port())
                        .setDatabase(database.database())
                        .setUser(database.user())
                        .setPassword(database.password())
                        .setCachePreparedStatements(true)
                        .setPipeliningLimit(PIPELINE)
                        .addProperty("application_name", "nocturne-bench")
                        .addProperty("synchronous_commit", "on"));
    }
}
