package io.siphon.job.rest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;

class RestSecretTest {

    @TempDir private Path folder;

    @Test
    void isMadeOnceForItsOwnerAlone() throws Exception {
        RestSecret secret = new RestSecret(folder.resolve("data").resolve("rest-secret"));
        assertThat(secret.authorizes("Bearer ")).isFalse();
        secret.prepare();
        String first = secret.authorization().orElseThrow();
        assertThat(first).matches("Bearer [0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret.file())))
                .isEqualTo("rw-------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("data"))))
                .isEqualTo("rwx------");

        secret.prepare();
        assertThat(secret.authorizes(first)).isTrue();
        assertThat(secret.authorizes(first + " ")).isFalse();
        assertThat(secret.authorizes(null)).isFalse();
    }

    @Test
    void isMadeAnewWhenOthersCouldReadIt() throws Exception {
        RestSecret secret = new RestSecret(folder.resolve("rest-secret"));
        secret.prepare();
        String read = secret.authorization().orElseThrow();
        Files.setPosixFilePermissions(secret.file(), PosixFilePermissions.fromString("rw----r--"));
        assertThat(secret.authorizes(read)).isFalse();

        secret.prepare();
        assertThat(secret.authorizes(read)).isFalse();
        assertThat(secret.authorization()).isPresent();
    }

    @Test
    void isNoneWhenEmptyOrShort() throws Exception {
        RestSecret secret = new RestSecret(folder.resolve("rest-secret"));
        secret.prepare();
        for (String written :
                new String[] {"", "\n", "short", "0123456789abcdef 0123456789abcdef"}) {
            Files.writeString(secret.file(), written);
            assertThat(secret.authorization()).as(written).isEmpty();
            assertThat(secret.authorizes("Bearer " + written.strip())).as(written).isFalse();
        }
    }
}
