package io.siphon.console.store;

import io.siphon.console.ConsoleException;
import io.siphon.console.ConsoleStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a user is told when there is nothing to read. */
class StoreTest {

    @TempDir Path folder;

    private StoreAddress file() {
        return new StoreAddress("jdbc:h2:file:" + folder.resolve("siphon"), "sa", "");
    }

    @Test
    void makesNoDatabaseWhereThereIsNone() {
        assertThatThrownBy(() -> Store.open(file()))
                .isInstanceOf(ConsoleException.class)
                .hasMessageStartingWith("H2 at " + folder.resolve("siphon") + " does not exist");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysThatTheFileIsOpenElsewhere() {
        SQLException locked = new SQLException("Database may be already in use", "90020", 90020);

        assertThat(file().explain(locked))
                .hasMessageStartingWith(
                        "H2 at " + folder.resolve("siphon") + " is open in another");
    }

    @Test
    void waitsForAFileThatAStartingJobHasOpen() throws Exception {
        DriverManager.getConnection(file().url(), "sa", "").close();
        try (FileChannel other =
                FileChannel.open(folder.resolve("siphon.mv.db"), StandardOpenOption.WRITE)) {
            FileLock lock = other.lock();
            assertThatThrownBy(() -> PatientConnection.open(file(), Duration.ZERO, () -> {}))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> file().explain((SQLException) e).getMessage())
                    .asString()
                    .contains("a siphon run that is still starting");

            int[] pauses = {0};
            PatientConnection.open(
                            file(),
                            Duration.ofMinutes(10),
                            () -> {
                                if (++pauses[0] == 2) {
                                    release(lock);
                                }
                            })
                    .close();
            assertThat(pauses[0]).isEqualTo(2);
        }
    }

    private static void release(FileLock lock) {
        try {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void findsTheDoorThatARunningJobHasLeft() throws Exception {
        assertThat(file().door()).isNull();

        Files.writeString(folder.resolve("siphon.door"), "jdbc:h2:tcp://127.0.0.1:1/key\n");

        assertThat(file().door()).isEqualTo("jdbc:h2:tcp://127.0.0.1:1/key");
    }

    @Test
    void wantsSiphonsTables() throws Exception {
        DriverManager.getConnection(file().url(), "sa", "").close();

        assertThatThrownBy(() -> Store.open(file()))
                .isInstanceOf(ConsoleException.class)
                .hasMessageContaining("has no tables of Siphon's");
    }

    /** Of H2, whose transactions cannot be rolled back, and whose tables cannot be asked for. */
    private static Connection failing(Connection connection, Set<String> methods) {
        return (Connection)
                Proxy.newProxyInstance(
                        StoreTest.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            if (methods.contains(method.getName())) {
                                throw new SQLException("away");
                            }
                            return method.invoke(connection, arguments);
                        });
    }

    @Test
    void givesAConnectionBackThatCannotBeRolledBack() throws Exception {
        try (ConsoleStore tables = new ConsoleStore()) {
            Connection connection = tables.address().connect();
            Store store =
                    Store.of(
                            tables.address(),
                            failing(connection, Set.of("rollback")),
                            new TableColumns(),
                            0);

            assertThatThrownBy(store::close).hasMessageContaining("away");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void givesAConnectionBackWhoseTablesCannotBeAskedFor() throws Exception {
        try (ConsoleStore tables = new ConsoleStore()) {
            Connection connection = tables.address().connect();

            assertThatThrownBy(
                            () ->
                                    Store.of(
                                            tables.address(),
                                            failing(
                                                    connection,
                                                    Set.of("getMetaData", "prepareStatement")),
                                            new TableColumns(),
                                            0))
                    .hasMessageContaining("away");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void saysWhichDatabasesThereAre() {
        assertThatThrownBy(() -> Store.open(new StoreAddress("jdbc:oracle:thin:pw@host", "", "")))
                .isInstanceOf(ConsoleException.class)
                .hasMessageStartingWith("store.jdbc.url: expected jdbc:h2:…")
                .hasMessageEndingWith("got jdbc:oracle:…");
    }

    @Test
    void keepsThePasswordToItself() {
        StoreAddress away =
                new StoreAddress(
                        "jdbc:postgresql://user:hidden@127.0.0.1:1/siphon?password=hidden",
                        "siphon",
                        "hidden");

        assertThatThrownBy(() -> Store.open(away))
                .isInstanceOf(ConsoleException.class)
                .hasMessageStartingWith(
                        "store.jdbc.url: PostgreSQL at 127.0.0.1:1/siphon cannot be read as user"
                                + " siphon: ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden"));
    }
}
