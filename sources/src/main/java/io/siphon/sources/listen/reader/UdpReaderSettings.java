package io.siphon.sources.listen.reader;

import io.siphon.sources.journal.JournalSettings;
import io.siphon.sources.listen.tcp.TcpSettings;
import io.siphon.sources.sender.SenderSettings;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.time.Duration;

/**
 * @param receiveBufferBytes SO_RCVBUF to ask for
 * @param queueBytes received bytes that may wait for the job
 * @param maxAgents agents that are metered apart
 * @param journal null where none is kept
 * @param linger for how long a socket is kept open for the reader that follows
 * @param tcp null where TCP is not listened on
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
