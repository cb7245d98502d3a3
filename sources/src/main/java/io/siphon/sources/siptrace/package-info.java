/**
 * The Flink source of Kamailio's table {@code sip_trace}. Thread: fetcher and task threads.
 * Imports: sources, sources.archive, sources.hep, sources.pcap, JDBC, Flink.
 */
package io.siphon.sources.siptrace;
