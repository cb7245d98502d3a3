/**
 * Capture files: containers, link layers, tunnels, IP, TCP streams, and the messages in them.
 * Thread: one thread per reader; its state can be saved after any record. Imports: sources,
 * sources.hep, zstd-jni; no Flink.
 */
package io.siphon.sources.pcap;
