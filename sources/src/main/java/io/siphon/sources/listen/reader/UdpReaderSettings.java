package io.siphon.sources.listen.reader;

import io.siphon.sources.journal.JournalSettings;
import io.siphon.sources.listen.tcp.TcpSettings;
import io.siphon.sources.sender.SenderSettings;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.time.Duration;

/**
 * @param receiveBufferBytes SO_RCVBUF to request
 * @param queueBytes received bytes that may wait for the job
 * @param maxAgents maximum number of agents with metrics of their own
 * @param journal null for no journal
 * @param linger how long a socket stays open for the next reader
 * @param tcp null for no TCP
 * @param senders who may send
 */
public record UdpReaderSettings(
        int receiveBufferBytes,
        long queueBytes,
        int maxAgents,
        @Nullable JournalSettings journal,
        Duration linger,
        @Nullable TcpSettings tcp,
        SenderSettings senders)
        implements Serializable {}
