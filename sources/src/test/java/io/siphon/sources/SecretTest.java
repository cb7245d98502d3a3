package io.siphon.sources;

import org.apache.flink.util.InstantiationUtil;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretTest {

    private static final String HUSH = "hush-7Q";

    @TempDir private Path folder;

    @Test
    void whatIsSerializedDoesNotHoldIt() throws Exception {
        Secret secret = Secret.of("store.jdbc.password", "NO_SUCH_VARIABLE", null, HUSH);

        byte[] bytes = InstantiationUtil.serializeObject(secret);

        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain(HUSH);
        Secret same = InstantiationUtil.deserializeObject(bytes, getClass().getClassLoader());
        assertThat(same.read()).as("in the same process").isEqualTo(HUSH);
        assertThat(same).hasToString("***");
        assertThat(same.mask("no " + HUSH + "!")).isEqualTo("no ***!");
    }

    @Test
    void aFileIsReadEachTime() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "first\n");
        Secret secret = Secret.of("x.password", "NO_SUCH_VARIABLE", file.toString(), "");
        assertThat(secret.read()).isEqualTo("first");

        Files.writeString(file, "second");
        assertThat(secret.read()).isEqualTo("second");

        Files.delete(file);
        assertThatThrownBy(secret::read)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("x.password-file: cannot read " + file + ": NoSuchFileException");
        assertThat(secret.mask("message")).isEqualTo("message");
    }

    @Test
    void theEnvironmentIsAskedWhereNothingElseIsSaid() {
        String variable = System.getenv().keySet().stream().findFirst().orElseThrow();

        assertThat(Secret.of("x", variable, null, "").read()).isEqualTo(System.getenv(variable));
        assertThat(Secret.of("x", variable, null, HUSH).read()).isEqualTo(HUSH);
        assertThat(Secret.of("x", "NO_SUCH_VARIABLE", null, "").read()).isEmpty();
        assertThat(Secret.variable("store.jdbc.password")).isEqualTo("SIPHON_STORE_JDBC_PASSWORD");
    }

    @Test
    void anOrdinaryUrlHasNone() {
        assertThat(Secret.isIn("jdbc:postgresql://db:5432/siphon?sslmode=verify-full&user=a"))
                .isFalse();
        assertThat(Secret.isIn("jdbc:postgresql://[2001:db8::1]:5432/siphon")).isFalse();
        assertThat(Secret.isIn("jdbc:h2:file:/var/lib/a:b@c/siphon;DB_CLOSE_ON_EXIT=FALSE"))
                .isFalse();
        assertThat(Secret.isIn("jdbc:mariadb://a@db/siphon")).isFalse();
        assertThat(Secret.isIn("http://127.0.0.1:8086")).isFalse();
    }
}
