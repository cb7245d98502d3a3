/**
 * The Flink source of live traffic over UDP and TCP. Thread: its builder any thread. Imports:
 * sources and its packages, Flink.
 */
package io.siphon.sources.listen;
