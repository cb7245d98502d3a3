package io.siphon.job.sink.jdbc;

import javax.annotation.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What retention remembers of a table, in {@code siphon_meta}: up to which day it was pruned and
 * when ({@code retention.calls}), and when a day was first seen that is older than that ({@code
 * retention.calls.2025-03-01}).
 */
final class RetentionLedger {

    /**
     * @param before rows of days before this one were deleted, but for those seen later
     * @param at when
     */
    record Pruned(LocalDate before, Instant at) {}

    private final Connection connection;
    private final String name;

    /**
     * @param connection each change is a transaction
     */
    RetentionLedger(Connection connection, String table) {
        this.connection = connection;
        name = "retention." + table;
    }

    /** The last time; null when there was none. */
    @Nullable
    Pruned pruned() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT content FROM siphon_meta WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                String[] words = row.getString(1).split(" ");
                return new Pruned(LocalDate.parse(words[0]), Instant.parse(words[1]));
            }
        }
    }

    void pruned(Pruned last) throws SQLException {
        put(name, last.before() + " " + last.at());
    }

    /** When each of the old days was first seen. */
    SortedMap<LocalDate, Instant> seen() throws SQLException {
        String prefix = name + ".";
        SortedMap<LocalDate, Instant> seen = new TreeMap<>();
        // no range: in most locales of PostgreSQL punctuation is no part of the order
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT name, content FROM siphon_meta WHERE name LIKE"
                                        + " 'retention.%'");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String day = rows.getString(1);
                if (day.startsWith(prefix)) {
                    seen.put(
                            LocalDate.parse(day.substring(prefix.length())),
                            Instant.parse(rows.getString(2)));
                }
            }
        }
        return seen;
    }

    void seen(LocalDate day, Instant at) throws SQLException {
        put(name + "." + day, at.toString());
    }

    void forget(LocalDate day) throws SQLException {
        delete(name + "." + day);
    }

    private void put(String key, String content) throws SQLException {
        delete(key);
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO siphon_meta (name, content) VALUES (?, ?)")) {
            insert.setString(1, key);
            insert.setString(2, content);
            insert.executeUpdate();
        }
    }

    private void delete(String key) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM siphon_meta WHERE name = ?")) {
            delete.setString(1, key);
            delete.executeUpdate();
        }
    }
}
