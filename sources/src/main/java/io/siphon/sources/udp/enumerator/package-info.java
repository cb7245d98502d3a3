/**
 * Assigns sockets to readers once all are there. Thread: the JobManager's coordinator thread.
 * Imports: sources.udp.split, Flink.
 */
package io.siphon.sources.udp.enumerator;
