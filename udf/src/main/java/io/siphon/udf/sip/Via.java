package io.siphon.udf.sip;

/**
 * One Via value (RFC 3261, 20.42).
 *
 * @param transport {@code UDP}, {@code TCP}, {@code TLS}, {@code WS} …, as written
 * @param sentBy host and port as written
 * @param branch transaction identifier; empty when there is none
 */
public record Via(String transport, String sentBy, String branch) {}
