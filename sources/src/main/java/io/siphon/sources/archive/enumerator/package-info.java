/**
 * Assigns capture files to readers. Thread: the JobManager's coordinator thread. Imports:
 * sources.archive, sources.pcap, Flink.
 */
package io.siphon.sources.archive.enumerator;
