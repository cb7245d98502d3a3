package io.siphon.sources;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;

class OwnerOnlyTest {

    @TempDir Path folder;

    @Test
    void whatIsMissingIsCreatedForItsOwner() throws IOException {
        OwnerOnly.folder(folder.resolve("a/b"));

        assertThat(mode("a")).isEqualTo("rwx------");
        assertThat(mode("a/b")).isEqualTo("rwx------");
    }

    @Test
    void whatAnEarlierVersionLeftOpenIsClosed() throws IOException {
        open("data", "rwxr-xr-x", true);
        open("data/state", "rwxr-xr-x", true);
        open("data/state/file", "rw-r--r--", false);
        open("elsewhere", "rw-r--r--", false);
        Files.createSymbolicLink(folder.resolve("data/state/link"), folder.resolve("elsewhere"));

        OwnerOnly.folder(folder.resolve("data/state"));

        assertThat(mode("data")).as("is not ours").isEqualTo("rwxr-xr-x");
        assertThat(mode("data/state")).isEqualTo("rwx------");
        assertThat(mode("data/state/file")).isEqualTo("rw-------");
        assertThat(mode("elsewhere")).as("is not in it").isEqualTo("rw-r--r--");
    }

    @Test
    void aFileIsClosedAndNoneIsMade() throws IOException {
        open("db", "rw-r--r--", false);

        OwnerOnly.file(folder.resolve("db"));
        OwnerOnly.file(folder.resolve("none"));

        assertThat(mode("db")).isEqualTo("rw-------");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private void open(String name, String mode, boolean directory) throws IOException {
        Path path = folder.resolve(name);
        Path made = directory ? Files.createDirectory(path) : Files.createFile(path);
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }
}
