/**
 * A group of capture files with the position in it, and its serializer. Thread: any thread.
 * Imports: Flink.
 */
package io.siphon.sources.archive.split;
