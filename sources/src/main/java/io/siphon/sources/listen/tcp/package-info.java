/**
 * HEP 3 and plain SIP over TCP: connections, their limits, framing. Thread: the fetcher thread of
 * the UDP socket beside it. Imports: sources.hep, sources.pcap, sources.sender; no Flink.
 */
package io.siphon.sources.listen.tcp;
