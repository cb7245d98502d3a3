package io.siphon.sources.sender;

import io.siphon.sources.hep.AuthKeys;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AuthKeySourceTest {

    @TempDir private Path folder;

    @Test
    void aFileHasAKeyALine() throws IOException {
        Path file = file("rw-r-----", "# of this month\r\nsesame \r\n\n  changed\n");
        assertThat(read(file.toString(), Map.of())).hasToString("2 keys");
    }

    @Test
    void theEnvironmentHasThemBetweenCommas() throws IOException {
        Map<String, String> environment = Map.of(AuthKeySource.VARIABLE, "sesame, changed\nthird");
        AuthKeys keys =
                AuthKeySource.read(new SenderSettings(List.of(), null, true), environment::get);
        assertThat(keys).hasToString("3 keys");
    }

    @Test
    void bothAdd() throws IOException {
        Path file = file("rw-------", "sesame");
        AuthKeys keys =
                AuthKeySource.read(
                        new SenderSettings(List.of(), file.toString(), true), any -> "changed");
        assertThat(keys).hasToString("2 keys");
    }

    @Test
    void withoutAnyThereAreNone() throws IOException {
        assertThat(AuthKeySource.read(SenderSettings.EVERYBODY, any -> null)).isNull();
    }

    @Test
    void aFileThatEverybodyMayReadIsRefused() throws IOException {
        Path file = file("rw-r--r--", "sesame");
        assertThatThrownBy(() -> read(file.toString(), Map.of()))
                .hasMessage(
                        file
                                + " is open to every user of this machine (rw-r--r--): chmod 600 "
                                + file);
    }

    /** Rather than that everybody may send. */
    @Test
    void whereThereShouldBeKeysAndAreNoneItFails() throws IOException {
        Path empty = file("rw-------", "# none\n\n");
        assertThatThrownBy(() -> read(empty.toString(), Map.of()))
                .hasMessage(empty + " has no key, expected one a line");
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> read(absent.toString(), Map.of()))
                .hasMessage("there is no file " + absent);
        assertThatThrownBy(
                        () ->
                                AuthKeySource.read(
                                        new SenderSettings(List.of(), null, true), any -> " , "))
                .hasMessage(
                        "SIPHON_HEP_AUTH_KEYS: got no key in the environment of the process that"
                                + " listens");
    }

    private static AuthKeys read(String file, Map<String, String> environment) throws IOException {
        return AuthKeySource.read(new SenderSettings(List.of(), file, false), environment::get);
    }

    private Path file(String mode, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
