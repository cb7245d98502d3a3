/**
 * The journal: received messages in pcap segments, written first and replayed. Thread: the fetcher
 * thread of one socket, which holds the folder's lock. Imports: sources, sources.pcap.
 */
package io.siphon.sources.journal;
