package io.siphon.job.config;

import io.siphon.sources.listen.tcp.TcpSettings;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.time.Duration;

/** {@code hep.tcp.*}: how TCP is received. */
public record TcpSection(
        @Nullable String bind,
        int maxConnections,
        int maxConnectionsPerAddress,
        Duration firstBytesTimeout,
        Duration messageTimeout)
        implements Section {

    public static final ConfigOption<String> BIND =
            ConfigOptions.key("hep.tcp.bind")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Address and port to receive HEP 3 and plain SIP duplicates on over"
                                    + " TCP. When not set, those of `hep.udp.bind`; `none` disables TCP.");

    public static final ConfigOption<Integer> MAX_CONNECTIONS =
            ConfigOptions.key("hep.tcp.max-connections")
                    .intType()
                    .defaultValue(1000)
                    .withDescription(
                            "Maximum number of open TCP connections, per socket. Beyond it the"
                                    + " oldest one that has sent no message is closed for the new one; if"
                                    + " there is none, the new one is refused. Both are counted.");

    public static final ConfigOption<Integer> MAX_CONNECTIONS_PER_ADDRESS =
            ConfigOptions.key("hep.tcp.max-connections-per-address")
                    .intType()
                    .defaultValue(100)
                    .withDescription(
                            "The same for one address; an IPv6 /64 counts as one. An agent"
                                    + " opens one or two connections; a whole site may share one address.");

    public static final ConfigOption<Duration> FIRST_BYTES_TIMEOUT =
            ConfigOptions.key("hep.tcp.first-bytes-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription(
                            "A TCP connection that has not begun its first message within this"
                                    + " time is closed. After its first message a connection may be silent"
                                    + " for any time.");

    public static final ConfigOption<Duration> MESSAGE_TIMEOUT =
            ConfigOptions.key("hep.tcp.message-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription(
                            "A TCP connection that has not ended a message within this time"
                                    + " after its begin is closed; the received part is kept as"
                                    + " `undecodable`.");

    private static final String NONE = "none";

    static TcpSection from(Configuration configuration) {
        return new TcpSection(
                configuration.get(BIND),
                configuration.get(MAX_CONNECTIONS),
                configuration.get(MAX_CONNECTIONS_PER_ADDRESS),
                configuration.get(FIRST_BYTES_TIMEOUT),
                configuration.get(MESSAGE_TIMEOUT));
    }

    /**
     * Where TCP is listened on; null where it is not.
     *
     * @param udp taken when no address of its own is set
     */
    @Nullable
    BindAddress address(UdpSection udp) {
        if (bind == null) {
            return udp.address();
        }
        return bind.equals(NONE) ? null : BindAddress.of(BIND, bind);
    }

    /** How TCP is listened to; null where it is not. */
    @Nullable
    TcpSettings settings(UdpSection udp) {
        BindAddress address = address(udp);
        return address == null
                ? null
                : new TcpSettings(
                        address.host(),
                        address.port(),
                        maxConnections,
                        maxConnectionsPerAddress,
                        firstBytesTimeout,
                        messageTimeout);
    }

    @Override
    public void check(Mistakes mistakes) {
        if (bind != null && !bind.equals(NONE)) {
            mistakes.parse(() -> BindAddress.of(BIND, bind));
        }
        mistakes.positive(MAX_CONNECTIONS, maxConnections);
        mistakes.positive(MAX_CONNECTIONS_PER_ADDRESS, maxConnectionsPerAddress);
        mistakes.positive(FIRST_BYTES_TIMEOUT, firstBytesTimeout);
        mistakes.positive(MESSAGE_TIMEOUT, messageTimeout);
    }
}
