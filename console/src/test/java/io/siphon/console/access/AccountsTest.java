package io.siphon.console.access;

import io.siphon.console.ConsoleException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AccountsTest {

    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir Path folder;

    private AccountsFile file() {
        return new AccountsFile(folder.resolve("data/console.users"));
    }

    @Test
    void fileHasNoPasswordAndOnlyItsOwnerReadsIt() throws Exception {
        assertThat(file().put("alice", Role.ENGINEER, PASSWORD)).isTrue();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().path())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file().path()))
                .startsWith("alice:engineer:pbkdf2-sha256$600000$")
                .doesNotContain("correct");
    }

    @Test
    void aFileThatOthersReadIsRefused() throws Exception {
        file().put("alice", Role.VIEWER, PASSWORD);
        Files.setPosixFilePermissions(file().path(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> file().read())
                .isInstanceOf(ConsoleException.class)
                .hasMessageContaining("got mode rw-r-----")
                .hasMessageContaining("chmod 600");
        assertThat(new Accounts(file()).named("alice")).isNull();
    }

    @Test
    void changesHoldForARunningConsole() {
        Accounts accounts = new Accounts(file());
        assertThat(accounts.named("alice")).isNull();
        file().put("alice", Role.VIEWER, PASSWORD);
        assertThat(accounts.named("alice").role()).isEqualTo(Role.VIEWER);
        file().put("alice", Role.ADMIN, PASSWORD);
        assertThat(accounts.named("alice").role()).isEqualTo(Role.ADMIN);
        assertThat(file().remove("alice")).isTrue();
        assertThat(accounts.named("alice")).isNull();
        assertThat(file().remove("alice")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a b", "<b>", "a\nroot:admin:x", "ä"})
    void namesThatBreakTheFileAreRefused(String name) {
        assertThatThrownBy(() -> file().put(name, Role.VIEWER, PASSWORD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("name: ");
        assertThat(file().read()).isEmpty();
    }

    @Test
    void shortPasswordsAreRefused() {
        assertThatThrownBy(() -> file().put("alice", Role.VIEWER, "hunter2".toCharArray()))
                .hasMessage("password: got 7 characters, expected 12 to 256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "alice:viewer",
                "alice:anyone:pbkdf2-sha256$1$AAAA$AAAA",
                "alice:viewer:plain",
                "alice:viewer:pbkdf2-sha256$99999999$AAAA$AAAA",
                "alice:viewer:pbkdf2-sha256$1$!$!"
            })
    void aLineThatIsNoAccountIsNamedWithoutItsContent(String line) throws Exception {
        file().put("bob", Role.VIEWER, PASSWORD);
        Files.writeString(file().path(), line + "\n");

        assertThatThrownBy(() -> file().read())
                .isInstanceOf(ConsoleException.class)
                .hasMessageContaining("console.users, line 1: ")
                .hasMessageNotContaining("AAAA");
    }

    @Test
    void passwordsAreComparedWhole() {
        PasswordHash hash = PasswordHash.of(PASSWORD, 1000);
        assertThat(hash.matches(PASSWORD)).isTrue();
        assertThat(hash.matches("correct hors".toCharArray())).isFalse();
        assertThat(hash.matches("correct horse ".toCharArray())).isFalse();
        assertThat(PasswordHash.parse(hash.text()).matches(PASSWORD)).isTrue();
        assertThat(PasswordHash.of(PASSWORD, 1000).text()).isNotEqualTo(hash.text());
    }
}
