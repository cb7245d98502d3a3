package io.siphon.job.config;

import io.siphon.schema.Tables;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {

    @TempDir private Path folder;

    @Test
    void everyOptionIsDescribed() {
        assertThat(Settings.options())
                .allSatisfy(option -> assertThat(option.description()).isNotNull());
    }

    @Test
    void overridesWinOverTheFile() throws Exception {
        Files.writeString(
                folder.resolve("config.yaml"),
                "qos.window: 30 s\nhep.udp.bind: 127.0.0.1:9061\n"
                        + "trunks:\n  carrier-a: [192.0.2.0/24, '198.51.100.7:5060']\n");
        JobConfig config =
                JobConfig.from(Settings.load(folder, Map.of("hep.udp.bind", "[::]:9062")));
        assertThat(config.qos().window()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.udp().bind()).isEqualTo("[::]:9062");
        assertThat(config.sip().trunks()).containsOnlyKeys("carrier-a");
        assertThat(config.mistakes()).isEmpty();
    }

    @Test
    void aFolderWithoutAFileGivesTheDefaults() {
        Configuration loaded = Settings.load(folder, Map.of());
        for (ConfigOption<?> option : Settings.options()) {
            assertThat(loaded.contains(option)).isFalse();
        }
        assertThat(JobConfig.from(loaded).udp().bind()).isEqualTo("0.0.0.0:9060");
    }

    @Test
    void aMistypedKeyNamesTheNearestRightOne() {
        assertThatThrownBy(() -> Settings.load(folder, Map.of("store.jbdc.url", "x")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("unknown option store.jbdc.url; did you mean store.jdbc.url?");
        assertThatThrownBy(() -> Settings.load(folder, Map.of("qos.windows", "1 min")))
                .hasMessage("unknown option qos.windows; did you mean qos.window?");
        assertThatThrownBy(() -> Settings.load(folder, Map.of("qs.window", "1 min")))
                .hasMessage("unknown option qs.window; did you mean qos.window?");
    }

    @Test
    void allMistakesAreReportedTogether() {
        assertThatThrownBy(
                        () ->
                                Settings.load(
                                        folder,
                                        Map.of(
                                                "qos.window", "soon",
                                                "hep.udp.sockets", "two",
                                                "hep.port", "9060")))
                .hasMessageContaining("unknown option hep.port")
                .hasMessageContaining("qos.window: ")
                .hasMessageContaining("expected duration, like")
                .hasMessageContaining("hep.udp.sockets: ")
                .hasMessageContaining("expected whole number");
    }

    @Test
    void valuesThatCannotWorkAreMistakes() {
        assertThatThrownBy(
                        () ->
                                Settings.load(
                                        folder,
                                        Map.of(
                                                "hep.udp.bind", "9060",
                                                "trunks.a", "proxy.example.org",
                                                "qos.window", "0 s")))
                .hasMessageContaining("hep.udp.bind: got 9060, expected address:port")
                .hasMessageContaining("trunks.a: got proxy.example.org, expected an address")
                .hasMessageContaining("qos.window: must be more than 0, got 0");
    }

    @Test
    void rowsAreKeptForDaysOrWithoutEnd() {
        Configuration loaded = Settings.load(folder, Map.of("store.retention.calls", "keep"));
        Retention retention = retention(loaded);
        assertThat(retention.of(Tables.CALLS)).isNull();
        assertThat(retention.of(Tables.MEASUREMENTS)).isNull();
        assertThat(retention.of(Tables.HEP_TRACE)).isEqualTo(Duration.ofDays(30));
        assertThat(retention.of(Tables.REPORTED_STREAMS)).isEqualTo(Duration.ofDays(400));
        assertThatThrownBy(
                        () ->
                                Settings.load(
                                        folder,
                                        Map.of(
                                                "store.retention.calls", "23 h",
                                                "store.retention.alerts", "106751991167 d",
                                                "store.retention.messages", "forever")))
                .hasMessage(
                        """
                        store.retention.messages: expected a duration of 1 d to 36500 d, or keep, got forever
                        store.retention.calls: expected a duration of 1 d to 36500 d, or keep, got 23 h
                        store.retention.alerts: expected a duration of 1 d to 36500 d, or keep, got 106751991167 d""");
    }

    private static Retention retention(Configuration loaded) {
        JobConfig config = JobConfig.from(loaded);
        return config.retention().settings(config.alert());
    }

    @Test
    void aDatabaseHasNoLimitOrOneThatItCanKeepTo() {
        assertThat(retention(Settings.load(folder, Map.of())).maxBytes()).isZero();
        Retention retention = retention(Settings.load(folder, Map.of("store.max-size", "100 gb")));
        assertThat(retention.maxBytes()).isEqualTo(100L << 30);
        assertThat(retention.sizeAlert()).isTrue();
        assertThatThrownBy(() -> Settings.load(folder, Map.of("store.max-size", "100")))
                .hasMessage(
                        "store.max-size: expected 64 mb or more, or 0 for no limit, got 100 bytes");
    }

    @Test
    void tcpIsWhereUdpIsUnlessToldOtherwise() {
        assertThat(listening(Map.of())).isEqualTo("udp and tcp 0.0.0.0:9060");
        assertThat(listening(Map.of("hep.udp.bind", "[::1]:9061")))
                .isEqualTo("udp and tcp [::1]:9061");
        assertThat(listening(Map.of("hep.tcp.bind", "127.0.0.1:9062")))
                .isEqualTo("udp 0.0.0.0:9060, tcp 127.0.0.1:9062");
        assertThat(listening(Map.of("hep.tcp.bind", "none"))).isEqualTo("udp 0.0.0.0:9060");
        assertThatThrownBy(() -> listening(Map.of("hep.tcp.bind", "9062")))
                .hasMessageStartingWith("hep.tcp.bind: got 9062, expected address:port");
        assertThatThrownBy(() -> listening(Map.of("hep.udp.bind", "9062")))
                .hasMessageStartingWith("hep.udp.bind: got 9062, expected address:port");
    }

    private String listening(Map<String, String> options) {
        return JobConfig.from(Settings.load(folder, options)).listening();
    }

    @Test
    void detectorsHaveNames() {
        assertThatThrownBy(
                        () ->
                                Settings.load(
                                        folder, Map.of("alert.detectors", "invite_flood;flood")))
                .hasMessageStartingWith("alert.detectors: got flood, expected call_failures,");
        assertThat(
                        JobConfig.from(Settings.load(folder, Map.of("alert.detectors", "none")))
                                .alerts()
                                .detectors())
                .containsExactly("none");
    }

    @Test
    void propertiesOfKafkaPass() {
        JobConfig config =
                JobConfig.from(
                        Settings.load(
                                folder, Map.of("kafka.properties.security.protocol", "SASL_SSL")));
        assertThat(config.kafka().properties()).isEqualTo(Map.of("security.protocol", "SASL_SSL"));
        assertThatThrownBy(() -> Settings.load(folder, Map.of("kafka.topics", "hep")))
                .hasMessage("unknown option kafka.topics; did you mean kafka.topic?");
    }

    @Test
    void everyPrefixOfOursIsChecked() {
        assertThatThrownBy(() -> Settings.load(folder, Map.of("journal.folder-name", "x")))
                .hasMessageStartingWith(
                        "unknown option journal.folder-name; did you mean journal.");
        for (ConfigOption<?> option : Settings.options()) {
            String mistyped = option.key().split("[.]")[0] + ".zzzzzzzz";
            if (!option.key().equals("trunks") && Settings.isOurs(option.key())) {
                assertThatThrownBy(() -> Settings.load(folder, Map.of(mistyped, "x")))
                        .hasMessageStartingWith("unknown option " + mistyped);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "store.jdbc.url, 'jdbc:postgresql://db/x?user=a&password=hush'",
        "store.jdbc.url, 'jdbc:mariadb://db/x?PASSWORD=hush&user=a'",
        "store.jdbc.url, 'jdbc:mariadb://a:hush@db/x'",
        "store.jdbc.url, 'jdbc:postgresql://db/x?sslpassword=hush'",
        "store.jdbc.url, 'jdbc:h2:file:./x;USER=sa;PASSWORD=hush'",
        "store.influx.url, 'http://a:hush@db:8086'",
        "store.influx.url, 'http://db:8086/?u=a&password=hush'"
    })
    void aPasswordInAUrlIsRefusedAndNotSaidAgain(String option, String url) {
        assertThatThrownBy(() -> Settings.load(folder, Map.of(option, url)))
                .hasMessageStartingWith(option + ": contains a password, which ps and")
                .hasMessageContaining("-file, or SIPHON_STORE_")
                .message()
                .doesNotContain("hush");
    }

    @Test
    void aPasswordComesFromItsFile() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "hush \r\nsecond\n");

        JobConfig config =
                JobConfig.from(
                        Settings.load(folder, Map.of("store.jdbc.password-file", file.toString())));

        assertThat(config.jdbc().secret().read()).isEqualTo("hush ");
        assertThatThrownBy(
                        () ->
                                Settings.load(
                                        folder,
                                        Map.of(
                                                "store.influx.password-file",
                                                folder.resolve("none").toString())))
                .hasMessageStartingWith("store.influx.password-file: cannot read ");
        assertThatThrownBy(
                        () ->
                                Settings.load(
                                        folder,
                                        Map.of(
                                                "store.jdbc.password",
                                                "x",
                                                "store.jdbc.password-file",
                                                file.toString())))
                .hasMessageContaining("expected one of them, got both");
    }

    @Test
    void flinksOwnKeysPass() {
        assertThat(Settings.load(folder, Map.of("rest.port", "8082")).toMap())
                .containsEntry("rest.port", "8082");
    }
}
