/**
 * The HEP codec: versions 1 to 3, JSON and plain SIP duplicates to {@link
 * io.siphon.sources.hep.HepPacket} and back. Thread: any thread; a decoder belongs to one. Imports:
 * schema and the JDK; no Flink.
 */
package io.siphon.sources.hep;
