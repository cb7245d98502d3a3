/**
 * The Flink source of capture files, merged by time. Thread: fetcher and task threads. Imports:
 * sources, sources.hep, sources.pcap, Flink.
 */
package io.siphon.sources.archive;
