package io.siphon.console.access;

/**
 * Who has logged in.
 *
 * @param formToken what a form of the session carries, against forms of other sites (CSRF)
 * @param startedNanos and
 * @param usedNanos of the clock of {@link Sessions}
 */
public record Session(Account account, String formToken, long startedNanos, long usedNanos) {}
