package io.siphon.sources.udp.reader;

import java.net.InetSocketAddress;

/** One received datagram, not yet understood. */
record Datagram(byte[] bytes, InetSocketAddress sender, long receivedMicros) {}
