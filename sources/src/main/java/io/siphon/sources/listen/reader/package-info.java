/**
 * Receives datagrams and TCP, writes the journal, replays it, keeps sockets open between readers.
 * Thread: the fetcher thread receives; {@code HepEmitter} decodes in the task thread; {@code
 * SocketKeeper} has a thread of its own. Imports: sources and its packages, Flink, JNA.
 */
package io.siphon.sources.listen.reader;
