/**
 * A socket or a journal as a split, with the position in its journal. Thread: any thread. Imports:
 * sources.journal, Flink.
 */
package io.siphon.sources.listen.split;
