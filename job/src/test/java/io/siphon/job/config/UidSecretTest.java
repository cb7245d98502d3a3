package io.siphon.job.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UidSecretTest {

    @TempDir private Path folder;

    @Test
    void isMadeOnceAndForNobodyElse() throws Exception {
        String secret = UidSecret.in(folder.resolve("data"));

        assertThat(secret).matches("[0-9a-f]{64}").isNotEqualTo(UidSecret.random());
        assertThat(UidSecret.in(folder.resolve("data"))).isEqualTo(secret);
        assertThat(folder.resolve("data")).isDirectoryNotContaining("glob:**.[0-9]*");
        assertThat(Files.getPosixFilePermissions(folder.resolve("data/uid-secret")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("data")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void saysWhereItCannotBeKept() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> UidSecret.in(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("data.dir: ");
    }
}
