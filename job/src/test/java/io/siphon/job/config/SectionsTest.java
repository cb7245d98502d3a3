package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Each section: every key to its component, with a value that is not its default. */
class SectionsTest {

    private static Stream<Class<?>> sections() {
        return Arrays.stream(JobConfig.class.getRecordComponents()).map(RecordComponent::getType);
    }

    @ParameterizedTest
    @MethodSource("sections")
    void everyOptionHasItsComponentInTheSameOrder(Class<?> section) throws Exception {
        List<ConfigOption<?>> options = Settings.options(section);
        RecordComponent[] components = section.getRecordComponents();
        assertThat(components).hasSameSizeAs(options);
        for (int i = 0; i < components.length; i++) {
            String constant =
                    components[i].getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            assertThat(section.getField(constant).get(null)).isSameAs(options.get(i));
            assertThat(options.get(i).key().replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                    .endsWith(constant);
        }
    }

    @Test
    void everySectionIsChecked() {
        Configuration wrong = new Configuration();
        wrong.set(UdpSection.BIND, "9060");
        wrong.set(TcpSection.MAX_CONNECTIONS, 0);
        wrong.set(SendersSection.ALLOW, List.of("proxy"));
        wrong.set(JournalSection.SEGMENT_TIME, Duration.ZERO);
        wrong.set(HepSection.AGENTS_MAX, 0);
        wrong.set(UndecodableSection.MAX_ROWS, 0);
        wrong.set(SipSection.TRUNKS, Map.of("a", "proxy"));
        wrong.set(CallSection.SETUP_TIMEOUT, Duration.ZERO);
        wrong.set(CorrelationSection.HEADERS, List.of("X-Id,("));
        wrong.set(StateSection.MAX_CALLS, -1);
        wrong.set(QosSection.WINDOW, Duration.ZERO);
        wrong.set(AlertSection.WINDOW, Duration.ZERO);
        wrong.set(SuspectSection.MAX_SUBJECTS, 0);
        wrong.set(AlertLifeSection.CLOSE_AFTER, 0);
        wrong.set(BaselineSection.BASELINE_ZONE, "Mars");
        wrong.set(JdbcSection.BATCH_ROWS, 0);
        wrong.set(RetentionSection.CALLS, "never");
        wrong.set(InfluxSection.BATCH_POINTS, 0);
        wrong.set(NotifySection.WEBHOOK_URL, "ftp://host");
        wrong.set(MailSection.SERVER, "mail:25");
        wrong.set(MailSection.FROM, "siphon@example.net");
        wrong.set(StoreSection.UID_SECRET, "short");
        wrong.set(ConsoleSection.TLS_KEY, "key.pem");
        assertThat(JobConfig.from(wrong).mistakes())
                .extracting(mistake -> mistake.split(":")[0])
                .containsExactly(
                        "hep.udp.bind",
                        "hep.tcp.max-connections",
                        "hep.allow",
                        "journal.segment-time",
                        "hep.agents.max",
                        "undecodable.max-rows",
                        "trunks.a",
                        "call.setup-timeout",
                        "correlation.headers",
                        "state.max-calls",
                        "qos.window",
                        "alert.window",
                        "alert.close-after",
                        "alert.max-subjects",
                        "alert.baseline.zone",
                        "store.jdbc.batch.rows",
                        "store.retention.calls",
                        "store.influx.batch.points",
                        "notify.webhook.url",
                        "notify.mail.to",
                        "store.uid-secret",
                        "console.tls.certificate");
    }

    @Test
    void defaultsHaveNoMistakes() {
        assertThat(JobConfig.from(new Configuration()).mistakes()).isEmpty();
    }

    @Test
    void secretsAreInNoText() {
        Configuration secrets = new Configuration();
        secrets.set(JdbcSection.PASSWORD, "hush");
        secrets.set(InfluxSection.PASSWORD, "hush");
        secrets.set(StoreSection.UID_SECRET, "hush, hush, hush");
        assertThat(JobConfig.from(secrets).toString()).doesNotContain("hush");
    }

    @Test
    void receiving() {
        assertMaps(
                new DataSection("/var/lib/siphon"), DataSection::from, "data.dir: /var/lib/siphon");
        assertMaps(
                new UdpSection("[::]:9061", 2, MemorySize.parse("4 mb"), MemorySize.parse("8 mb")),
                UdpSection::from,
                """
                hep.udp.bind: [::]:9061
                hep.udp.sockets: 2
                hep.udp.receive-buffer: 4 mb
                hep.udp.queue: 8 mb""");
        UdpSection usual = UdpSection.from(new Configuration());
        assertThat(usual.queueBytes(true)).isEqualTo(16 << 20);
        assertThat(usual.queueBytes(false)).isEqualTo(64 << 20);
        assertMaps(
                new TcpSection("none", 10, 5, Duration.ofSeconds(3), Duration.ofSeconds(4)),
                TcpSection::from,
                """
                hep.tcp.bind: none
                hep.tcp.max-connections: 10
                hep.tcp.max-connections-per-address: 5
                hep.tcp.first-bytes-timeout: 3 s
                hep.tcp.message-timeout: 4 s""");
        assertMaps(
                new SendersSection(List.of("192.0.2.0/24", "2001:db8::/32"), "/etc/siphon/keys"),
                SendersSection::from,
                """
                hep.allow: [192.0.2.0/24, 2001:db8::/32]
                hep.auth-keys-file: /etc/siphon/keys""");
        assertMaps(
                new JournalSection(
                        false,
                        "/var/journal",
                        MemorySize.parse("1 mb"),
                        Duration.ofMinutes(2),
                        Duration.ofHours(3),
                        MemorySize.parse("4 mb")),
                JournalSection::from,
                """
                journal.enabled: false
                journal.directory: /var/journal
                journal.segment-size: 1 mb
                journal.segment-time: 2 min
                journal.retention: 3 h
                journal.max-size: 4 mb""");
        assertMaps(
                new HepSection(
                        Duration.ofHours(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        4,
                        List.of("192.0.2.1")),
                HepSection::from,
                """
                hep.clock.max-behind: 1 h
                hep.clock.max-ahead: 2 s
                hep.out-of-orderness: 3 s
                hep.agents.max: 4
                hep.local-addresses: [192.0.2.1]""");
        assertMaps(
                new UndecodableSection(5, 6),
                UndecodableSection::from,
                """
                undecodable.max-rows-per-source: 5
                undecodable.max-rows: 6""");
        assertMaps(
                new KafkaSection(
                        "site", "b:9092", "hep2", "g", Duration.ofSeconds(5), Map.of("a", "b")),
                KafkaSection::from,
                """
                capture.name: site
                kafka.bootstrap-servers: b:9092
                kafka.topic: hep2
                kafka.group-id: g
                kafka.capture-patience: 5 s
                kafka.properties: a:b""");
    }

    @Test
    void analysis() {
        assertMaps(
                new SipSection(List.of("X-Id"), Map.of("a", "192.0.2.1")),
                SipSection::from,
                """
                sip.headers: [X-Id]
                trunks: a:192.0.2.1""");
        assertMaps(
                new CallSection(
                        Duration.ofMinutes(5),
                        Duration.ofHours(6),
                        Duration.ofSeconds(9),
                        Duration.ofHours(1)),
                CallSection::from,
                """
                call.setup-timeout: 5 min
                call.max-duration: 6 h
                call.one-way-after: 9 s
                call.ended-reach: 1 h""");
        assertMaps(
                new CorrelationSection(
                        List.of("X-Leg", "X-Id,id=(.*)"),
                        "legs.rules",
                        List.of("_b"),
                        7,
                        Duration.ofSeconds(8),
                        9,
                        "all",
                        "legs"),
                CorrelationSection::from,
                """
                correlation.headers: X-Leg;'X-Id,id=(.*)'
                correlation.rules: legs.rules
                correlation.call-id-suffixes: _b
                correlation.digits: 7
                correlation.window: 8 s
                correlation.max-legs: 9
                correlation.legs: all
                correlation.same-call-id: legs""");
        assertMaps(
                new StateSection(1, 2, 3, 4, MemorySize.parse("5 mb")),
                StateSection::from,
                """
                state.max-calls: 1
                state.max-registrations: 2
                state.max-rtcp: 3
                state.max-streams: 4
                state.max-held: 5 mb""");
        assertMaps(
                new QosSection(Duration.ofSeconds(5), Duration.ofSeconds(6), 7),
                QosSection::from,
                """
                qos.window: 5 s
                qos.allowed-lateness: 6 s
                qos.max-series: 7""");
        assertMaps(
                new AlertSection(
                        List.of("invite_flood"),
                        Duration.ofMinutes(5),
                        1,
                        2,
                        3,
                        4,
                        4.1,
                        5,
                        6,
                        Duration.ofSeconds(7),
                        11,
                        12,
                        13,
                        14,
                        15,
                        16,
                        17,
                        18,
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(9)),
                AlertSection::from,
                """
                alert.detectors: invite_flood
                alert.window: 5 min
                alert.call-failures.pct: 1
                alert.call-failures.min-calls: 2
                alert.registration-failures.min: 3
                alert.invite-flood.min: 4
                alert.poor-media.mos: 4.1
                alert.poor-media.pct: 5
                alert.poor-media.min-streams: 6
                alert.poor-media.min-duration: 7 s
                alert.fas.min: 11
                alert.fas.pct: 12
                alert.one-way.min: 13
                alert.one-way.pct: 14
                alert.no-media.min: 15
                alert.no-media.pct: 16
                alert.retrans-ratio.min: 17
                alert.retrans-ratio.pct: 18
                alert.capture-gap.min: 8 s
                alert.agent-skew.min: 9 s""");
        assertMaps(
                new AlertLifeSection(1, Duration.ofMinutes(2), false, "/etc/m", 3),
                AlertLifeSection::from,
                """
                alert.close-after: 1
                alert.reopen-within: 2 min
                alert.dependencies: false
                alert.maintenance: /etc/m
                alert.max-open: 3""");
        assertMaps(
                new NotifySection(
                        "http://h/w",
                        "s",
                        "/etc/s",
                        "http://h:9093",
                        Duration.ofHours(1),
                        List.of("/bin/page", "x"),
                        "https://c",
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        5,
                        Duration.ofSeconds(6)),
                NotifySection::from,
                """
                notify.webhook.url: http://h/w
                notify.webhook.secret: s
                notify.webhook.secret-file: /etc/s
                notify.alertmanager.url: http://h:9093
                notify.alertmanager.ends-after: 1 h
                notify.command: /bin/page;x
                notify.console-url: https://c
                notify.timeout: 2 s
                notify.retry-max-delay: 3 s
                notify.give-up-after: 4 s
                notify.queue: 5
                notify.max-age: 6 s""");
        assertMaps(
                new MailSection(
                        "mail:587",
                        "tls",
                        "u",
                        "p",
                        "/etc/p",
                        "siphon@example.net",
                        List.of("noc@example.net")),
                MailSection::from,
                """
                notify.mail.server: mail:587
                notify.mail.protection: tls
                notify.mail.user: u
                notify.mail.password: p
                notify.mail.password-file: /etc/p
                notify.mail.from: siphon@example.net
                notify.mail.to: noc@example.net""");
        assertMaps(
                new BaselineSection(
                        Duration.ofMinutes(10),
                        "Europe/Berlin",
                        "/etc/siphon/holidays",
                        Duration.ofDays(7),
                        1.5,
                        2,
                        0.003,
                        4,
                        5.5,
                        6.5,
                        Duration.ofSeconds(7),
                        8.5,
                        9,
                        10,
                        11.5,
                        12.5),
                BaselineSection::from,
                """
                alert.baseline.window: 10 min
                alert.baseline.zone: Europe/Berlin
                alert.baseline.holidays: /etc/siphon/holidays
                alert.baseline.learn-stored: 7 d
                alert.traffic-level.z: 1.5
                alert.traffic-level.floor: 2
                alert.ratio-drop.p: 0.003
                alert.ratio-drop.min-calls: 4
                alert.ratio-drop.min-points: 5.5
                alert.latency-shift.factor: 6.5
                alert.latency-shift.min-rise: 7 s
                alert.quality-shift.mads: 8.5
                alert.short-calls.pct: 9
                alert.short-calls.min: 10
                alert.acd-drop.z: 11.5
                alert.mix-shift.mads: 12.5""");
    }

    @Test
    void suspects() {
        assertMaps(
                new SuspectSection(
                        61,
                        List.of("scanner"),
                        62,
                        63,
                        64,
                        65,
                        66,
                        List.of("+"),
                        "DE",
                        List.of("881"),
                        67,
                        68,
                        69,
                        70,
                        71,
                        72,
                        73,
                        74,
                        75,
                        76,
                        77,
                        78,
                        79,
                        "countries.mmdb",
                        80,
                        Duration.ofSeconds(81)),
                SuspectSection::from,
                """
                alert.max-subjects: 61
                alert.scanner-ua.agents: scanner
                alert.scanner-sweep.min: 62
                alert.brute-force.min: 63
                alert.brute-force.min-sources: 64
                alert.dialplan-guess.min: 65
                alert.flood-adaptive.min: 66
                alert.international-prefixes: +
                alert.home-country: DE
                alert.risk-prefix.ranges: 881
                alert.risk-prefix.min: 67
                alert.toll-minutes.min: 68
                alert.toll-minutes.min-concurrent: 69
                alert.new-country.min: 70
                alert.wangiri-out.min: 71
                alert.wangiri-in.min: 72
                alert.wangiri-in.min-back: 73
                alert.seq-calls.min: 74
                alert.robocall-cli.min: 75
                alert.options-down.min: 76
                alert.register-storm.min: 77
                alert.mass-unregister.min: 78
                alert.ghost-call.min: 79
                alert.country-change.file: countries.mmdb
                alert.telemetry-loss.min: 80
                alert.agent-silent.min: 81 s""");
    }

    @Test
    void stores() {
        assertMaps(
                new JdbcSection(
                        "jdbc:h2:mem:a",
                        "siphon",
                        "p",
                        "/etc/p",
                        10,
                        MemorySize.parse("1 mb"),
                        Duration.ofMillis(5)),
                JdbcSection::from,
                """
                store.jdbc.url: jdbc:h2:mem:a
                store.jdbc.user: siphon
                store.jdbc.password: p
                store.jdbc.password-file: /etc/p
                store.jdbc.batch.rows: 10
                store.jdbc.batch.bytes: 1 mb
                store.jdbc.batch.interval: 5 ms""");
        assertMaps(
                new RetentionSection(
                        "1 d", "2 d", "3 d", "4 d", "5 d", "6 d", MemorySize.parse("7 gb")),
                RetentionSection::from,
                """
                store.retention.messages: 1 d
                store.retention.calls: 2 d
                store.retention.streams: 3 d
                store.retention.measurements: 4 d
                store.retention.alerts: 5 d
                store.retention.undecodable: 6 d
                store.max-size: 7 gb""");
        assertMaps(
                new InfluxSection(
                        "http://i:8086", "d", "r", "u", "p", "/etc/p", 5, Duration.ofMillis(6)),
                InfluxSection::from,
                """
                store.influx.url: http://i:8086
                store.influx.database: d
                store.influx.retention-policy: r
                store.influx.user: u
                store.influx.password: p
                store.influx.password-file: /etc/p
                store.influx.batch.points: 5
                store.influx.batch.interval: 6 ms""");
        assertMaps(
                new KafkaStoreSection("b:9092", "s.", Map.of("a", "b")),
                KafkaStoreSection::from,
                """
                store.kafka.bootstrap-servers: b:9092
                store.kafka.topic-prefix: s.
                store.kafka.properties: a:b""");
        assertMaps(
                new StoreSection(Duration.ofSeconds(5), "0123456789abcdef"),
                StoreSection::from,
                """
                store.retry.max-delay: 5 s
                store.uid-secret: 0123456789abcdef""");
        assertMaps(
                new RestSection(List.of("proxy.example.org"), "/etc/secret"),
                RestSection::from,
                """
                rest.guard.hosts: [proxy.example.org]
                rest.guard.secret-file: /etc/secret""");
    }

    private interface Reader<T> {
        T from(Configuration configuration);
    }

    /**
     * Every option of the section is among the properties, every component differs from its
     * default, and the properties give the expected section.
     */
    private static <T extends Record> void assertMaps(
            T expected, Reader<T> reader, String properties) {
        Configuration configuration = new Configuration();
        properties.lines().forEach(line -> put(configuration, line));
        assertThat(configuration.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Settings.options(expected.getClass()).stream()
                                .map(ConfigOption::key)
                                .toList());
        T defaults = reader.from(new Configuration());
        for (RecordComponent component : expected.getClass().getRecordComponents()) {
            assertThat(value(component, expected))
                    .as(component.getName())
                    .isNotEqualTo(value(component, defaults));
        }
        assertThat(reader.from(configuration)).isEqualTo(expected);
    }

    private static void put(Configuration configuration, String line) {
        String[] keyAndValue = line.split(": ", 2);
        configuration.setString(keyAndValue[0], keyAndValue[1]);
    }

    private static Object value(RecordComponent component, Object section) {
        try {
            return Objects.requireNonNullElse(component.getAccessor().invoke(section), "not set");
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
