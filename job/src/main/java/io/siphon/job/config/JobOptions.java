package io.siphon.job.config;

import io.siphon.job.rest.RestGuardOptions;
import io.siphon.udf.alert.Detectors;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Every option of Siphon's own, as Flink {@link ConfigOption}s: set in {@code config.yaml} or by
 * {@code -Dkey=value}. Each has its component in {@link JobConfig}; {@code docs/configuration.md}
 * is generated from this class.
 */
public final class JobOptions {

    public static final ConfigOption<String> DATA_DIR =
            ConfigOptions.key("data.dir")
                    .stringType()
                    .defaultValue("data")
                    .withDescription(
                            "Folder of `siphon run`: the embedded database and checkpoints.");

    public static final ConfigOption<String> HEP_UDP_BIND =
            ConfigOptions.key("hep.udp.bind")
                    .stringType()
                    .defaultValue("0.0.0.0:9060")
                    .withDescription(
                            "Address and port to receive HEP and plain SIP duplicates on; IPv6 in"
                                    + " brackets: `[::]:9060`.");

    public static final ConfigOption<Integer> HEP_UDP_SOCKETS =
            ConfigOptions.key("hep.udp.sockets")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            "Sockets that share the port by SO_REUSEPORT, each with its own"
                                    + " source subtask. The kernel distributes senders over them by"
                                    + " address and port.");

    public static final ConfigOption<MemorySize> HEP_UDP_RECEIVE_BUFFER =
            ConfigOptions.key("hep.udp.receive-buffer")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(16))
                    .withDescription(
                            "Receive buffer to request, per socket. Without CAP_NET_ADMIN the"
                                    + " kernel grants `net.core.rmem_max` at most; the granted size is"
                                    + " logged.");

    public static final ConfigOption<MemorySize> HEP_UDP_QUEUE =
            ConfigOptions.key("hep.udp.queue")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription(
                            "Memory for received datagrams that wait for the job, per socket."
                                    + " When it is full, datagrams wait in the journal, or without a"
                                    + " journal in the kernel's buffer.");

    public static final ConfigOption<String> HEP_TCP_BIND =
            ConfigOptions.key("hep.tcp.bind")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Address and port to receive HEP 3 and plain SIP duplicates on over"
                                    + " TCP. When not set, those of `hep.udp.bind`; `none` disables TCP.");

    public static final ConfigOption<Integer> HEP_TCP_MAX_CONNECTIONS =
            ConfigOptions.key("hep.tcp.max-connections")
                    .intType()
                    .defaultValue(1000)
                    .withDescription(
                            "Maximum number of open TCP connections, per socket. Beyond it the"
                                    + " oldest one that has sent no message is closed for the new one; if"
                                    + " there is none, the new one is refused. Both are counted.");

    public static final ConfigOption<Integer> HEP_TCP_MAX_CONNECTIONS_PER_ADDRESS =
            ConfigOptions.key("hep.tcp.max-connections-per-address")
                    .intType()
                    .defaultValue(100)
                    .withDescription(
                            "The same for one address; an IPv6 /64 counts as one. An agent"
                                    + " opens one or two connections; a whole site may share one address.");

    public static final ConfigOption<Duration> HEP_TCP_FIRST_BYTES_TIMEOUT =
            ConfigOptions.key("hep.tcp.first-bytes-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription(
                            "A TCP connection that has not begun its first message within this"
                                    + " time is closed. After its first message a connection may be silent"
                                    + " for any time.");

    public static final ConfigOption<Duration> HEP_TCP_MESSAGE_TIMEOUT =
            ConfigOptions.key("hep.tcp.message-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription(
                            "A TCP connection that has not ended a message within this time"
                                    + " after its begin is closed; the received part is kept as"
                                    + " `undecodable`.");

    public static final ConfigOption<List<String>> HEP_ALLOW =
            ConfigOptions.key("hep.allow")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Addresses and CIDRs that may send, IPv4 and IPv6: `[192.0.2.0/24,"
                                    + " 2001:db8::/32]`. Packets from other addresses are dropped before"
                                    + " the journal, and counted. Empty: every address may send. The"
                                    + " source address of a datagram can be forged.");

    public static final ConfigOption<String> HEP_AUTH_KEYS_FILE =
            ConfigOptions.key("hep.auth-keys-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with the keys of senders, one per line, `#` begins a comment."
                                    + " Each HEP 3 packet must have one of them in chunk 0x0e. The file"
                                    + " must be on the machine that listens, and not world-readable. Keys"
                                    + " in the environment variable `SIPHON_HEP_AUTH_KEYS`, separated by"
                                    + " commas, are added. Packets without a valid key, and all HEP 1, HEP"
                                    + " 2 and plain SIP, are dropped before the journal, and counted.");

    public static final ConfigOption<Boolean> JOURNAL_ENABLED =
            ConfigOptions.key("journal.enabled")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Write received messages to the local disk first, as pcap files."
                                    + " Then nothing received is lost when Siphon is killed or a store is"
                                    + " unavailable.");

    public static final ConfigOption<String> JOURNAL_DIRECTORY =
            ConfigOptions.key("journal.directory")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Folder of the journal, on a local disk; `journal` under `data.dir` when"
                                    + " not set.");

    public static final ConfigOption<MemorySize> JOURNAL_SEGMENT_SIZE =
            ConfigOptions.key("journal.segment-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription("A new segment is begun when one has reached this size.");

    public static final ConfigOption<Duration> JOURNAL_SEGMENT_TIME =
            ConfigOptions.key("journal.segment-time")
                    .durationType()
                    .defaultValue(Duration.ofHours(1))
                    .withDescription("A new segment is begun when one has reached this age.");

    public static final ConfigOption<Duration> JOURNAL_RETENTION =
            ConfigOptions.key("journal.retention")
                    .durationType()
                    .defaultValue(Duration.ofDays(1))
                    .withDescription(
                            "Segments older than this are deleted, except those that no"
                                    + " checkpoint covers yet.");

    public static final ConfigOption<MemorySize> JOURNAL_MAX_SIZE =
            ConfigOptions.key("journal.max-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(4096))
                    .withDescription(
                            "Maximum size of all segments together. Beyond it the oldest are"
                                    + " deleted and counted, with a warning if no checkpoint covers them"
                                    + " yet.");

    public static final ConfigOption<Duration> HEP_CLOCK_MAX_BEHIND =
            ConfigOptions.key("hep.clock.max-behind")
                    .durationType()
                    .defaultValue(Duration.ofDays(1))
                    .withDescription(
                            "An agent's time further in the past than this is replaced by the"
                                    + " time of receipt, and counted.");

    public static final ConfigOption<Duration> HEP_CLOCK_MAX_AHEAD =
            ConfigOptions.key("hep.clock.max-ahead")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription(
                            "An agent's time further in the future than this is replaced by the"
                                    + " time of receipt, and counted.");

    public static final ConfigOption<Duration> HEP_OUT_OF_ORDERNESS =
            ConfigOptions.key("hep.out-of-orderness")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(2))
                    .withDescription(
                            "How much later than its time a message may arrive and still be put"
                                    + " in order. Calls and measurements are delayed by this.");

    public static final ConfigOption<Integer> HEP_AGENTS_MAX =
            ConfigOptions.key("hep.agents.max")
                    .intType()
                    .defaultValue(1000)
                    .withDescription(
                            "Maximum number of agents with metrics of their own (clock skew,"
                                    + " messages), and an eighth more for agents that send much; further"
                                    + " agents share `other`.");

    public static final ConfigOption<Integer> UNDECODABLE_MAX_ROWS_PER_SOURCE =
            ConfigOptions.key("undecodable.max-rows-per-source")
                    .intType()
                    .defaultValue(50)
                    .withDescription(
                            "Maximum number of messages from one address that are kept in"
                                    + " `undecodable` per second of receipt; further ones are only"
                                    + " counted, in `undecodable_not_kept`.");

    public static final ConfigOption<Integer> UNDECODABLE_MAX_ROWS =
            ConfigOptions.key("undecodable.max-rows")
                    .intType()
                    .defaultValue(200)
                    .withDescription(
                            "The same for all addresses together, in each subtask of the"
                                    + " source.");

    public static final ConfigOption<List<String>> HEP_LOCAL_ADDRESSES =
            ConfigOptions.key("hep.local-addresses")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Addresses of your own proxies. They distinguish `in` from `out`"
                                    + " for agents that do not send the direction and send HEP from"
                                    + " another address than their SIP.");

    public static final ConfigOption<String> CAPTURE_NAME =
            ConfigOptions.key("capture.name")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Name of this `siphon capture`, unique on the topic. Empty: the"
                                    + " host's name and the port it listens on.");

    public static final ConfigOption<String> KAFKA_BOOTSTRAP_SERVERS =
            ConfigOptions.key("kafka.bootstrap-servers")
                    .stringType()
                    .defaultValue("127.0.0.1:9092")
                    .withDescription(
                            "Kafka brokers that `siphon capture` writes to and `siphon analyze` reads"
                                    + " from: `host:port,host:port`.");

    public static final ConfigOption<String> KAFKA_TOPIC =
            ConfigOptions.key("kafka.topic")
                    .stringType()
                    .defaultValue("hep")
                    .withDescription(
                            "Topic of HEP 3 datagrams; created with the brokers' defaults when"
                                    + " missing.");

    public static final ConfigOption<String> KAFKA_GROUP_ID =
            ConfigOptions.key("kafka.group-id")
                    .stringType()
                    .defaultValue("siphon")
                    .withDescription(
                            "Consumer group of `siphon analyze`. The checkpoints have its"
                                    + " position in the topic. The group's offsets follow it for"
                                    + " monitoring, and are the start without a checkpoint.");

    public static final ConfigOption<Duration> KAFKA_CAPTURE_PATIENCE =
            ConfigOptions.key("kafka.capture-patience")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription(
                            "How far one capture may fall behind the others before `siphon"
                                    + " analyze` continues without it, and how long it waits for an empty"
                                    + " partition. Messages after that are late: stored, and counted as"
                                    + " late.");

    public static final ConfigOption<Map<String, String>> KAFKA_PROPERTIES =
            ConfigOptions.key("kafka.properties")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "Properties passed to Kafka's clients:"
                                    + " `kafka.properties.security.protocol: SASL_SSL`.");

    public static final ConfigOption<List<String>> SIP_HEADERS =
            ConfigOptions.key("sip.headers")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription("Further SIP headers to extract, by name.");

    public static final ConfigOption<Map<String, String>> TRUNKS =
            ConfigOptions.key("trunks")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "Aliases of trunks: `trunks.carrier-a: 192.0.2.0/24, 198.51.100.7:5060`."
                                    + " An entry is an address or CIDR, with a port where that"
                                    + " matters (IPv6 with port in brackets). The narrowest match"
                                    + " wins.");

    public static final ConfigOption<Duration> CALL_SETUP_TIMEOUT =
            ConfigOptions.key("call.setup-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(4))
                    .withDescription(
                            "A call without a final response for this long has timed out. RFC 3261's"
                                    + " timer C is a little over 3 minutes.");

    public static final ConfigOption<Duration> CALL_MAX_DURATION =
            ConfigOptions.key("call.max-duration")
                    .durationType()
                    .defaultValue(Duration.ofHours(12))
                    .withDescription(
                            "An answered call without a BYE for this long has timed out: the BYE was"
                                    + " lost or never sent.");

    public static final ConfigOption<Integer> STATE_MAX_CALLS =
            ConfigOptions.key("state.max-calls")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Maximum number of calls followed at once, in all. A call of more"
                                    + " than half a kB counts as several, and an ended call still counts"
                                    + " for 32 s. Beyond it ended calls are forgotten, then the oldest"
                                    + " unanswered ones are closed as `evicted` and counted, with an"
                                    + " alert. 0: 390 for each MB of heap beyond 256 MB, 300,000 with 1"
                                    + " GB.");

    public static final ConfigOption<Integer> STATE_MAX_REGISTRATIONS =
            ConfigOptions.key("state.max-registrations")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Maximum number of registrations followed at once, under way or in"
                                    + " force. Beyond it the oldest unanswered ones are closed as"
                                    + " `evicted`, and those in force that expire last are forgotten. 0:"
                                    + " 78 for each MB of heap beyond 256 MB, 60,000 with 1 GB.");

    public static final ConfigOption<Integer> STATE_MAX_RTCP =
            ConfigOptions.key("state.max-rtcp")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Maximum number of calls whose media and RTCP reports are followed"
                                    + " at once, counted as for `state.max-calls`. Beyond it calls without"
                                    + " known signalling are summarized early. 0: as `state.max-calls`.");

    public static final ConfigOption<Integer> STATE_MAX_STREAMS =
            ConfigOptions.key("state.max-streams")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Maximum number of RTP streams of a capture, and of sockets"
                                    + " announced by SDP, followed at once. Beyond it new ones are not"
                                    + " followed, and counted. 0: 130 for each MB of heap beyond 256 MB,"
                                    + " 100,000 with 1 GB.");

    public static final ConfigOption<MemorySize> STATE_MAX_HELD =
            ConfigOptions.key("state.max-held")
                    .memoryType()
                    .defaultValue(MemorySize.ZERO)
                    .withDescription(
                            "Memory for messages that wait to be put in order, for calls,"
                                    + " registrations and RTCP each. Beyond it the oldest are processed"
                                    + " early, and counted. 0: a sixteenth of the heap beyond 256 MB, 48"
                                    + " MB with 1 GB.");

    public static final ConfigOption<Duration> QOS_WINDOW =
            ConfigOptions.key("qos.window")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(60))
                    .withDescription("Length of the tumbling windows of all measurements.");

    public static final ConfigOption<Duration> QOS_ALLOWED_LATENESS =
            ConfigOptions.key("qos.allowed-lateness")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(60))
                    .withDescription(
                            "How long a closed window still takes late data and is written"
                                    + " again. Later data is counted as late.");

    public static final ConfigOption<Integer> QOS_MAX_SERIES =
            ConfigOptions.key("qos.max-series")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Maximum number of distinct tag sets of one metric in one window"
                                    + " and subtask. Beyond it those with the most samples keep their"
                                    + " names, an eighth more at most; the others are measured together as"
                                    + " `other`, and counted. 0: 13 for each MB of heap beyond 256"
                                    + " MB, at least 1,000 and at most 10,000.");

    public static final ConfigOption<List<String>> ALERT_DETECTORS =
            ConfigOptions.key("alert.detectors")
                    .stringType()
                    .asList()
                    .defaultValues(Detectors.NAMES.toArray(String[]::new))
                    .withDescription(
                            "Enabled detectors, separated by semicolons; `none` disables all."
                                    + " What they detect: [alerts](alerts.md).");

    public static final ConfigOption<Duration> ALERT_WINDOW =
            ConfigOptions.key("alert.window")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(60))
                    .withDescription(
                            "Length of the tumbling windows that detectors judge, with at most"
                                    + " one alert a subject. All counts below are for one window; use"
                                    + " longer ones for little traffic.");

    public static final ConfigOption<Integer> ALERT_CALL_FAILURES_PCT =
            ConfigOptions.key("alert.call-failures.pct")
                    .intType()
                    .defaultValue(20)
                    .withDescription(
                            "`call_failures`: percentage of a trunk's decided calls that failed"
                                    + " in the network. A sound trunk has a few percent.");

    public static final ConfigOption<Integer> ALERT_CALL_FAILURES_MIN_CALLS =
            ConfigOptions.key("alert.call-failures.min-calls")
                    .intType()
                    .defaultValue(20)
                    .withDescription(
                            "`call_failures`: minimum number of decided calls. With fewer"
                                    + " calls, as at night, a few failures are no outage.");

    public static final ConfigOption<Integer> ALERT_REGISTRATION_FAILURES_MIN =
            ConfigOptions.key("alert.registration-failures.min")
                    .intType()
                    .defaultValue(30)
                    .withDescription(
                            "`registration_failures`: refused registrations from one source"
                                    + " address. A phone with a wrong password tries a few times a minute;"
                                    + " a whole office may share one address.");

    public static final ConfigOption<Integer> ALERT_INVITE_FLOOD_MIN =
            ConfigOptions.key("alert.invite-flood.min")
                    .intType()
                    .defaultValue(3000)
                    .withDescription(
                            "`invite_flood`: calls begun by one source address. 50 a second is"
                                    + " more than a customer's PBX makes; set it above your busiest peer.");

    public static final ConfigOption<Double> ALERT_POOR_MEDIA_MOS =
            ConfigOptions.key("alert.poor-media.mos")
                    .doubleType()
                    .defaultValue(3.6)
                    .withDescription(
                            "`poor_rtp`, `poor_rtcp`: a stream with a lower MOS is poor. Below"
                                    + " 3.6, many users are dissatisfied (ITU-T G.107, annex B).");

    public static final ConfigOption<Integer> ALERT_POOR_MEDIA_PCT =
            ConfigOptions.key("alert.poor-media.pct")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "`poor_rtp`, `poor_rtcp`: percentage of a trunk's streams that are"
                                    + " poor. Single poor streams have different causes; a tenth has one"
                                    + " in common.");

    public static final ConfigOption<Integer> ALERT_POOR_MEDIA_MIN_STREAMS =
            ConfigOptions.key("alert.poor-media.min-streams")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "`poor_rtp`, `poor_rtcp`: minimum number of streams for an alert.");

    public static final ConfigOption<Duration> ALERT_POOR_MEDIA_MIN_DURATION =
            ConfigOptions.key("alert.poor-media.min-duration")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription(
                            "`poor_rtp`, `poor_rtcp`: shorter streams are not counted, because"
                                    + " one lost packet weighs too much in them.");

    public static final ConfigOption<Duration> ALERT_CAPTURE_GAP_MIN =
            ConfigOptions.key("alert.capture-gap.min")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(5))
                    .withDescription(
                            "`capture_gap`: shorter times in which nobody listened are"
                                    + " measured, but raise no alert.");

    public static final ConfigOption<String> STORE_JDBC_URL =
            ConfigOptions.key("store.jdbc.url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "JDBC URL of H2, PostgreSQL, MariaDB or MySQL. `siphon run` without one"
                                    + " keeps an H2 file under `data.dir`; `none` stores nothing.");

    public static final ConfigOption<String> STORE_JDBC_USER =
            ConfigOptions.key("store.jdbc.user")
                    .stringType()
                    .defaultValue("sa")
                    .withDescription("Database user.");

    public static final ConfigOption<String> STORE_JDBC_PASSWORD =
            ConfigOptions.key("store.jdbc.password")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Database password. Prefer a file, or `SIPHON_STORE_JDBC_PASSWORD`"
                                    + " in the environment: all users of the machine see a `-D` option in"
                                    + " `ps`.");

    public static final ConfigOption<String> STORE_JDBC_PASSWORD_FILE =
            ConfigOptions.key("store.jdbc.password-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File whose first line is the database password. On a cluster the"
                                    + " client that submits and each TaskManager read their own copy.");

    public static final ConfigOption<Integer> STORE_JDBC_BATCH_ROWS =
            ConfigOptions.key("store.jdbc.batch.rows")
                    .intType()
                    .defaultValue(1000)
                    .withDescription("Maximum number of rows in one transaction.");

    public static final ConfigOption<MemorySize> STORE_JDBC_BATCH_BYTES =
            ConfigOptions.key("store.jdbc.batch.bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(4))
                    .withDescription("Approximate maximum number of bytes in one transaction.");

    public static final ConfigOption<Duration> STORE_JDBC_BATCH_INTERVAL =
            ConfigOptions.key("store.jdbc.batch.interval")
                    .durationType()
                    .defaultValue(Duration.ofMillis(400))
                    .withDescription("Maximum time that a row waits for its batch.");

    public static final ConfigOption<String> STORE_RETENTION_MESSAGES =
            ConfigOptions.key("store.retention.messages")
                    .stringType()
                    .defaultValue("30 d")
                    .withDescription(
                            "Messages (`sip_trace`, `hep_trace`) of days that ended longer ago than this are deleted; `keep` deletes none. A day that is backfilled later counts from then. One day at least, here and below.");

    public static final ConfigOption<String> STORE_RETENTION_CALLS =
            ConfigOptions.key("store.retention.calls")
                    .stringType()
                    .defaultValue("400 d")
                    .withDescription("Likewise `calls` and `registrations`.");

    public static final ConfigOption<String> STORE_RETENTION_STREAMS =
            ConfigOptions.key("store.retention.streams")
                    .stringType()
                    .defaultValue("400 d")
                    .withDescription("Likewise `streams` and `reported_streams`.");

    public static final ConfigOption<String> STORE_RETENTION_MEASUREMENTS =
            ConfigOptions.key("store.retention.measurements")
                    .stringType()
                    .defaultValue("keep")
                    .withDescription("Likewise `measurements`.");

    public static final ConfigOption<String> STORE_RETENTION_ALERTS =
            ConfigOptions.key("store.retention.alerts")
                    .stringType()
                    .defaultValue("400 d")
                    .withDescription("Likewise `alerts`.");

    public static final ConfigOption<String> STORE_RETENTION_UNDECODABLE =
            ConfigOptions.key("store.retention.undecodable")
                    .stringType()
                    .defaultValue("7 d")
                    .withDescription("Likewise `undecodable` and `quarantine`.");

    public static final ConfigOption<String> STORE_INFLUX_URL =
            ConfigOptions.key("store.influx.url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "URL of InfluxDB 1.x, `http://127.0.0.1:8086`. When not set,"
                                    + " nothing is sent.");

    public static final ConfigOption<String> STORE_INFLUX_DATABASE =
            ConfigOptions.key("store.influx.database")
                    .stringType()
                    .defaultValue("siphon")
                    .withDescription("InfluxDB database; created when missing.");

    public static final ConfigOption<String> STORE_INFLUX_RETENTION_POLICY =
            ConfigOptions.key("store.influx.retention-policy")
                    .stringType()
                    .defaultValue("autogen")
                    .withDescription(
                            "InfluxDB retention policy; created, without an end, when missing.");

    public static final ConfigOption<String> STORE_INFLUX_USER =
            ConfigOptions.key("store.influx.user")
                    .stringType()
                    .defaultValue("")
                    .withDescription("InfluxDB user; empty where authentication is off.");

    public static final ConfigOption<String> STORE_INFLUX_PASSWORD =
            ConfigOptions.key("store.influx.password")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "InfluxDB password. Prefer a file, or"
                                    + " `SIPHON_STORE_INFLUX_PASSWORD` in the environment.");

    public static final ConfigOption<String> STORE_INFLUX_PASSWORD_FILE =
            ConfigOptions.key("store.influx.password-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File whose first line is the InfluxDB password. On a cluster the"
                                    + " client that submits and each TaskManager read their own copy.");

    public static final ConfigOption<Integer> STORE_INFLUX_BATCH_POINTS =
            ConfigOptions.key("store.influx.batch.points")
                    .intType()
                    .defaultValue(5000)
                    .withDescription("Maximum number of points in one request.");

    public static final ConfigOption<Duration> STORE_INFLUX_BATCH_INTERVAL =
            ConfigOptions.key("store.influx.batch.interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription("Maximum time that a point waits for its batch.");

    public static final ConfigOption<String> STORE_KAFKA_BOOTSTRAP_SERVERS =
            ConfigOptions.key("store.kafka.bootstrap-servers")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Kafka brokers to send calls, registrations, streams, measurements"
                                    + " and alerts to, as JSON: `host:port,host:port`. When not set,"
                                    + " nothing is sent.");

    public static final ConfigOption<String> STORE_KAFKA_TOPIC_PREFIX =
            ConfigOptions.key("store.kafka.topic-prefix")
                    .stringType()
                    .defaultValue("siphon.")
                    .withDescription(
                            "Prefix of the topics' names. Topics are created with the brokers'"
                                    + " defaults when missing.");

    public static final ConfigOption<Map<String, String>> STORE_KAFKA_PROPERTIES =
            ConfigOptions.key("store.kafka.properties")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription("Properties passed to Kafka's producer.");

    public static final ConfigOption<Duration> STORE_RETRY_MAX_DELAY =
            ConfigOptions.key("store.retry.max-delay")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription(
                            "An unavailable store is retried after 100 ms, then after twice as"
                                    + " long each time, up to this. Meanwhile the job waits; nothing is"
                                    + " dropped.");

    public static final ConfigOption<List<String>> REST_GUARD_HOSTS = RestGuardOptions.HOSTS;

    public static final ConfigOption<String> REST_GUARD_SECRET_FILE = RestGuardOptions.SECRET_FILE;
    public static final ConfigOption<String> STORE_UID_SECRET =
            ConfigOptions.key("store.uid-secret")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Secret of the hash in `uid`, by which a store recognizes a row: 16"
                                    + " characters or more. When not set, the first run creates one and"
                                    + " keeps it in the SQL database, where every other job finds it, or"
                                    + " without an SQL database in `data.dir`. Set it if several jobs"
                                    + " without an SQL database send the same rows to Kafka.");

    private JobOptions() {}
}
