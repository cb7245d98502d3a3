package io.siphon.console.alert;

import io.siphon.console.ConsoleException;
import io.siphon.console.store.Dialect;
import io.siphon.console.store.StoreAddress;
import io.siphon.schema.BoundedText;
import io.siphon.schema.EpochMicros;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Writes {@code alert_acks}, a table of its own: the job writes {@code alerts}, so neither changes
 * the other's row.
 */
public final class AckWriter {

    private static final int TIMEOUT_SECONDS = 5;
    private static final int NOTE_WIDTH = 1000;
    private static final int ACCOUNT_WIDTH = 64;

    private final StoreAddress address;

    public AckWriter(StoreAddress address) {
        this.address = address;
    }

    /**
     * @throws ConsoleException in one sentence, when it cannot be written
     */
    public void add(UUID alert, Ack ack) {
        try (Connection connection = address.connect();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO alert_acks (alert, at, account, note) VALUES (?, ?, ?,"
                                        + " ?)")) {
            insert.setQueryTimeout(TIMEOUT_SECONDS);
            insert.setObject(1, Dialect.of(address).uid(alert));
            insert.setObject(2, EpochMicros.utc(ack.atMicros()));
            insert.setString(3, BoundedText.cut(ack.account(), ACCOUNT_WIDTH));
            insert.setString(4, BoundedText.cut(ack.note().replace("\0", ""), NOTE_WIDTH));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new ConsoleException(
                    "alert_acks of %s cannot be written as user %s: %s"
                            .formatted(address.title(), address.user(), address.words(e)),
                    e);
        }
    }
}
