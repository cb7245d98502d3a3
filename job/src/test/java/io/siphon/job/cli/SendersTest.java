package io.siphon.job.cli;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.JobConfig;
import io.siphon.job.config.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SendersTest {

    private static final String WARNING =
            "senders    WARNING: anybody who reaches this port can write into your records; set"
                    + " hep.allow or hep.auth-keys-file (docs/security.md)\n";

    @TempDir private Path folder;

    @Test
    void warnsWhereTheNetworkMayWrite() {
        assertThat(printed(Map.of())).isEqualTo(WARNING);
        assertThat(printed(Map.of("hep.udp.bind", "192.0.2.1:9060"))).isEqualTo(WARNING);
        assertThat(printed(Map.of("hep.udp.bind", "[::]:9060"))).isEqualTo(WARNING);
        assertThat(
                        printed(
                                Map.of(
                                        "hep.udp.bind",
                                        "127.0.0.1:9060",
                                        "hep.tcp.bind",
                                        "0.0.0.0:9060")))
                .isEqualTo(WARNING);
    }

    @Test
    void saysNothingWhereOnlyThisMachineMay() {
        assertThat(printed(Map.of("hep.udp.bind", "127.0.0.1:9060"))).isEmpty();
        assertThat(printed(Map.of("hep.udp.bind", "[::1]:9060", "hep.tcp.bind", "none"))).isEmpty();
    }

    @Test
    void saysWhatIsAsked() {
        assertThat(printed(Map.of("hep.allow", "192.0.2.0/24;2001:db8::/32")))
                .isEqualTo("senders    only from 192.0.2.0/24, 2001:db8::/32\n");
        assertThat(printed(Map.of("hep.auth-keys-file", "/etc/keys")))
                .isEqualTo("senders    only HEP 3 with a key\n");
    }

    @Test
    void namesWhatIsNoNetwork() {
        assertThatThrownBy(() -> printed(Map.of("hep.allow", "192.0.2.0/24,example.org")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("hep.allow: got example.org, expected an address or CIDR");
    }

    /** It would be in the list of processes, in REST and in savepoints. */
    @Test
    void aKeyIsNoOption() {
        assertThatThrownBy(() -> printed(Map.of("hep.auth-keys", "sesame")))
                .hasMessage("unknown option hep.auth-keys; did you mean hep.auth-keys-file?");
    }

    @Test
    void doesNotStartWithoutTheKeysThatItIsToAskFor() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "sesame");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> senders(Map.of("hep.auth-keys-file", "" + file)).requireKeys())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "hep.auth-keys-file: " + file + " is open to every user of this machine");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        senders(Map.of("hep.auth-keys-file", "" + file)).requireKeys();
    }

    private String printed(Map<String, String> options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        senders(options).print(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private Senders senders(Map<String, String> options) {
        return new Senders(JobConfig.from(Settings.load(folder, options)));
    }
}
