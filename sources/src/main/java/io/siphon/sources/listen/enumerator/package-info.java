/**
 * Assigns sockets to readers once all are there. Thread: the JobManager's coordinator thread.
 * Imports: sources.listen.split, Flink.
 */
package io.siphon.sources.listen.enumerator;
