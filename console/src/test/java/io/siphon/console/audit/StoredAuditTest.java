package io.siphon.console.audit;

import io.siphon.console.ConsoleStore;
import io.siphon.console.store.StoreAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class StoredAuditTest {

    private static final long TIME = 1_772_359_200_000_000L;

    @TempDir Path folder;

    private final AtomicLong clock = new AtomicLong(1);

    private static AuditEntry entry(String target) {
        return new AuditEntry(TIME, "alice", "192.0.2.9", "search", target);
    }

    private static List<String> targets(StoreAddress address) throws Exception {
        List<String> targets = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(address.url(), address.user(), "");
                ResultSet rows =
                        connection
                                .createStatement()
                                .executeQuery("SELECT target FROM console_audit ORDER BY id")) {
            while (rows.next()) {
                targets.add(rows.getString(1));
            }
        }
        return targets;
    }

    @Test
    void rowsAreInTheTableAndOldOnesGo() throws Exception {
        Path file = folder.resolve("audit.log");
        try (ConsoleStore store = new ConsoleStore();
                StoredAudit audit =
                        new StoredAudit(store.address(), new AuditFile(file), clock::get)) {
            store.execute(
                    "INSERT INTO console_audit (at, account, address, action, target) VALUES"
                            + " ('2024-01-01 00:00:00', 'bob', '::1', 'open', '/old')");
            audit.add(entry("/calls?q=a"));
            audit.add(entry("/calls?q=" + "b".repeat(5_000)));

            assertThat(targets(store.address()))
                    .hasSize(2)
                    .contains("/calls?q=a")
                    .allMatch(target -> target.length() <= 1_000);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void aConnectionThatWasDroppedIsReplaced() throws Exception {
        Path file = folder.resolve("audit.log");
        try (ConsoleStore store = new ConsoleStore();
                StoredAudit audit =
                        new StoredAudit(store.address(), new AuditFile(file), clock::get)) {
            audit.add(entry("/evening"));
            store.execute(
                    "SELECT ABORT_SESSION(session_id) FROM information_schema.sessions WHERE"
                            + " session_id <> SESSION_ID()");
            audit.add(entry("/morning"));

            assertThat(targets(store.address())).containsExactly("/evening", "/morning");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void whatTheTableDoesNotTakeGoesToTheFile() throws Exception {
        Path file = folder.resolve("audit.log");
        try (ConsoleStore store = new ConsoleStore()) {
            store.execute("ALTER TABLE console_audit RENAME TO away");
            try (StoredAudit audit =
                    new StoredAudit(store.address(), new AuditFile(file), clock::get)) {
                audit.add(entry("/calls"));
                audit.add(entry("/overview"));
                assertThat(Files.readAllLines(file))
                        .containsExactly(
                                "2026-03-01T10:00Z\talice\t192.0.2.9\tsearch\t/calls",
                                "2026-03-01T10:00Z\talice\t192.0.2.9\tsearch\t/overview");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");

                store.execute("ALTER TABLE away RENAME TO console_audit");
                audit.add(entry("/soon"));
                assertThat(targets(store.address())).isEmpty();
                clock.addAndGet(Duration.ofMinutes(1).toNanos());
                audit.add(entry("/later"));
                assertThat(targets(store.address())).containsExactly("/later");
            }
        }
    }
}
