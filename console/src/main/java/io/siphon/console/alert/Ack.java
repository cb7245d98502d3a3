package io.siphon.console.alert;

/**
 * That somebody takes care of an alert.
 *
 * @param atMicros epoch µs
 * @param account who; empty where nobody logs in
 * @param note what they say
 */
public record Ack(long atMicros, String account, String note) {}
