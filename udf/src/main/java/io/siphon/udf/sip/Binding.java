package io.siphon.udf.sip;

/**
 * One Contact of a REGISTER or of its response: where an address of record is to be reached, and
 * for how long (RFC 3261, 10).
 *
 * @param contact URI; {@code *} where a request removes all of them
 * @param expires s, of the {@code expires} parameter, else of the Expires header; 0 removes it; -1
 *     when the message says neither
 */
public record Binding(String contact, long expires) {}
