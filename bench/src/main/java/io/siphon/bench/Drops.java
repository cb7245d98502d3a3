package io.siphon.bench;

/**
 * Messages that were received and are not among those stored.
 *
 * @param undecodable rows of that table
 * @param quarantined rows of the table {@code quarantine}
 */
record Drops(long undecodable, long quarantined) {}
