package io.siphon.job.sink.jdbc;

import io.siphon.job.config.JobConfig;
import io.siphon.schema.Uids;
import io.siphon.sources.Secret;

import org.apache.flink.connector.jdbc.JdbcConnectionOptions;

import java.io.Serializable;
import java.sql.SQLException;

/**
 * URL, user and password of a database.
 *
 * @param uids what its rows are known again by
 */
record Database(Dialect dialect, String url, String user, Secret password, Uids uids)
        implements Serializable {

    /** Without a secret. */
    Database(Dialect dialect, String url, String user, Secret password) {
        this(dialect, url, user, password, Uids.of(""));
    }

    /**
     * @throws io.siphon.job.config.ConfigurationException when the URL is none that we know
     */
    static Database of(JobConfig config) {
        Dialect dialect = Dialect.of(config.jdbc().url());
        return new Database(
                dialect,
                dialect.driverUrl(config.jdbc().url()),
                config.jdbc().user(),
                config.jdbc().secret(),
                config.uids());
    }

    JdbcConnectionOptions connectionOptions() {
        JdbcConnectionOptions.JdbcConnectionOptionsBuilder options =
                new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
                        .withUrl(url)
                        .withDriverName(dialect.driver())
                        .withUsername(user)
                        .withPassword(password.read());
        dialect.properties().forEach(options::withProperty);
        return options.build();
    }

    /** What the database or its driver says, in one line, and never the password. */
    String words(SQLException error) {
        // PostgreSQL wraps the reason into "Batch entry 7 INSERT …", with all values.
        SQLException reason = error;
        while (reason.getNextException() != null) {
            reason = reason.getNextException();
        }
        String words =
                String.valueOf(reason.getMessage())
                        .lines()
                        .findFirst()
                        .orElse("")
                        .replaceFirst("; SQL statement:$", "");
        return password.mask(words);
    }

    /** {@code PostgreSQL at db.example:5432/siphon}: no user, no password, no options. */
    @Override
    public String toString() {
        String place =
                url.replaceFirst("^jdbc:[a-z0-9]+:(file:)?", "")
                        .replaceFirst("[?;].*", "")
                        .replaceFirst("^//([^/@]*@)?", "");
        return dialect.title() + " at " + place;
    }
}
