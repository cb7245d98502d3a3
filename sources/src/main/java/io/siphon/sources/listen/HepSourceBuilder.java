package io.siphon.sources.listen;

import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.journal.JournalSettings;
import io.siphon.sources.listen.reader.UdpReaderSettings;
import io.siphon.sources.listen.tcp.TcpSettings;
import io.siphon.sources.sender.SenderSettings;

import javax.annotation.Nullable;

import java.time.Duration;

/** Builds a {@link HepSource}. Everything but the address has a default. */
public final class HepSourceBuilder {

    private String host = "0.0.0.0";
    private int port = 9060;
    private int receiveBufferBytes = 16 << 20;
    private long queueBytes = 64L << 20;
    private Duration maxBehind = Duration.ofDays(1);
    private Duration maxAhead = Duration.ofMinutes(1);
    private int maxAgents = 1000;
    private JournalSettings journal;
    private TcpSettings tcp;
    private SenderSettings senders = SenderSettings.EVERYBODY;

    /** Longer than the delay between restarts, and than a stopped job takes to start again. */
    private Duration linger = Duration.ofSeconds(60);

    HepSourceBuilder() {}

    /**
     * @param host address to bind, IPv6 without brackets
     * @param port 1..65535; 0 takes any free one, with parallelism 1 only
     */
    public HepSourceBuilder setBind(String host, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0..65535, got " + port);
        }
        this.host = host;
        this.port = port;
        return this;
    }

    /** SO_RCVBUF to request, per socket. */
    public HepSourceBuilder setReceiveBuffer(int bytes) {
        this.receiveBufferBytes = bytes;
        return this;
    }

    /** Received bytes that may wait for the job, per socket. */
    public HepSourceBuilder setQueue(long bytes) {
        this.queueBytes = bytes;
        return this;
    }

    /**
     * How far an agent's time may differ from the time of receipt. Beyond it the time of receipt is
     * used.
     */
    public HepSourceBuilder setClockWindow(Duration maxBehind, Duration maxAhead) {
        this.maxBehind = maxBehind;
        this.maxAhead = maxAhead;
        return this;
    }

    /** Maximum number of agents with metrics of their own. */
    public HepSourceBuilder setMaxAgents(int maxAgents) {
        this.maxAgents = maxAgents;
        return this;
    }

    /** Keeps a journal. The default is none. */
    public HepSourceBuilder setJournal(@Nullable JournalSettings journal) {
        this.journal = journal;
        return this;
    }

    /** Receives HEP 3 and plain SIP on a TCP port as well. The default is no TCP port. */
    public HepSourceBuilder setTcp(@Nullable TcpSettings tcp) {
        this.tcp = tcp;
        return this;
    }

    /** Who may send. The default is everybody. */
    public HepSourceBuilder setSenders(SenderSettings senders) {
        this.senders = senders;
        return this;
    }

    /** How long a socket stays open for the next reader. */
    public HepSourceBuilder setLinger(Duration linger) {
        this.linger = linger;
        return this;
    }

    public HepSource build() {
        return new HepSource(
                host,
                port,
                new UdpReaderSettings(
                        receiveBufferBytes, queueBytes, maxAgents, journal, linger, tcp, senders),
                ClockWindow.of(maxBehind, maxAhead));
    }
}
