package io.siphon.console.audit;

import io.siphon.console.store.StoreAddress;
import io.siphon.schema.EpochMicros;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Table {@code console_audit}, by a connection of its own. While it cannot be written, as by a role
 * that only reads, entries go to the file; the table is tried again a minute later. Rows are kept
 * for a year.
 */
public final class StoredAudit implements Audit {

    private static final Logger LOG = LoggerFactory.getLogger(StoredAudit.class);

    private static final String INSERT =
            "INSERT INTO console_audit (at, account, address, action, target) VALUES (?, ?, ?, ?, ?)";
    private static final String DELETE = "DELETE FROM console_audit WHERE at < ?";

    private static final int TIMEOUT_SECONDS = 5;
    private static final long RETRY_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long PRUNE_NANOS = Duration.ofDays(1).toNanos();
    private static final Duration KEPT = Duration.ofDays(366);

    private final StoreAddress address;
    private final AuditFile file;
    private final LongSupplier nanos;
    private @Nullable Connection connection;
    private @Nullable Long retryAt;
    private @Nullable Long pruneAt;
    private boolean warned;

    public StoredAudit(StoreAddress address, AuditFile file) {
        this(address, file, System::nanoTime);
    }

    StoredAudit(StoreAddress address, AuditFile file, LongSupplier nanos) {
        this.address = address;
        this.file = file;
        this.nanos = nanos;
    }

    @Override
    public synchronized void add(AuditEntry entry) {
        if (!isDue(retryAt) && retryAt != null) {
            file.add(entry);
            return;
        }
        try {
            insert(entry);
            retryAt = null;
            warned = false;
            prune(entry.atMicros());
        } catch (SQLException e) {
            disconnect();
            retryAt = nanos.getAsLong() + RETRY_NANOS;
            if (!warned) {
                warned = true;
                LOG.warn(
                        "console: table console_audit of {} cannot be written, the audit goes to {}: {}",
                        address.title(),
                        file,
                        address.words(e));
            }
            file.add(entry);
        }
    }

    private boolean isDue(@Nullable Long at) {
        return at != null && nanos.getAsLong() - at >= 0;
    }

    /** Firewalls and databases drop a connection that is idle for long: then over a new one. */
    private void insert(AuditEntry entry) throws SQLException {
        boolean kept = connection != null;
        try {
            write(entry);
        } catch (SQLException e) {
            if (!kept) {
                throw e;
            }
            LOG.debug("console: the audit connects anew", e);
            disconnect();
            write(entry);
        }
    }

    private void write(AuditEntry entry) throws SQLException {
        if (connection == null) {
            connection = address.connect();
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setQueryTimeout(TIMEOUT_SECONDS);
            insert.setObject(1, EpochMicros.utc(entry.atMicros()));
            insert.setString(2, entry.account());
            insert.setString(3, entry.address());
            insert.setString(4, entry.action());
            insert.setString(5, entry.target());
            insert.executeUpdate();
        }
    }

    /** Once a day; where it may insert and not delete, the table grows, and the log says so. */
    private void prune(long nowMicros) {
        if (pruneAt != null && !isDue(pruneAt)) {
            return;
        }
        pruneAt = nanos.getAsLong() + PRUNE_NANOS;
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setQueryTimeout(TIMEOUT_SECONDS);
            delete.setObject(1, EpochMicros.utc(nowMicros - KEPT.toNanos() / 1000));
            delete.executeUpdate();
        } catch (SQLException e) {
            LOG.warn("console: old rows of console_audit remain: {}", address.words(e));
        }
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("console: closing the audit's connection failed", e);
            }
            connection = null;
        }
    }

    @Override
    public synchronized void close() {
        disconnect();
    }
}
