/**
 * Reads capture files and resumes within them. Thread: the fetcher thread; the emitter in the task
 * thread. Imports: sources, sources.archive, sources.hep, sources.pcap, Flink.
 */
package io.siphon.sources.archive.reader;
