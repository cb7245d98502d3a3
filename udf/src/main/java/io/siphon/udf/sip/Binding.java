package io.siphon.udf.sip;

/**
 * One Contact of a REGISTER or of its response: where an address of record can be reached, and for
 * how long (RFC 3261, 10).
 *
 * @param contact URI; {@code *} where a request removes all bindings; empty where a response has an
 *     Expires header but no Contact
 * @param expires s, from the {@code expires} parameter, else from the Expires header; 0 removes the
 *     binding; -1 when there is neither
 */
public record Binding(String contact, long expires) {}
