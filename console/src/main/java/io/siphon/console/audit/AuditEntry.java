package io.siphon.console.audit;

/**
 * A row of the audit.
 *
 * @param atMicros epoch µs
 * @param account its name; empty when nobody is logged in
 * @param address of the client
 * @param action {@code search}, {@code open}, {@code export}, {@code view}, {@code acknowledge},
 *     {@code log-in}, {@code log-in-failed}, {@code log-out} or {@code refused}
 * @param target path and query of the request, as it was sent
 */
public record AuditEntry(
        long atMicros, String account, String address, String action, String target) {

    static final int MAX_TARGET = 1_000;
    static final int MAX_ADDRESS = 64;

    public AuditEntry {
        address = cut(address, MAX_ADDRESS);
        target = cut(target, MAX_TARGET);
    }

    /** A URL is ASCII: characters are octets. */
    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "~";
    }
}
