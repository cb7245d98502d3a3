package io.siphon.console.search;

/** What the values of a {@link Field} are, and so what may stand after its colon. */
public enum FieldKind {
    /** Compared whole, with case; {@code *} stands for any characters. */
    TEXT("a text, with * for any characters"),
    /** Found anywhere in the text, without regard to case; {@code *} likewise. */
    PHRASE("a part of the text"),
    /** {@code Name}, {@code Name:part} or {@code "Name: part"}, without regard to case. */
    HEADER("a header like X-Tenant:gold, or its name alone"),
    /**
     * IP address, with or without port: {@code 192.0.2.1:5060}, {@code 192.0.2.*}; or a subnet of
     * IPv4: {@code 192.0.2.0/24}.
     */
    ADDRESS("an address, with or without port, or an IPv4 subnet like 192.0.2.0/24"),
    /** {@code 3}, {@code <3}, {@code 3..5}. */
    NUMBER("a number, <number, >number or a..b"),
    /** Milliseconds; written {@code 15} (seconds), {@code 15s}, {@code 200ms}, {@code 2m}. */
    DURATION("a duration like 15s, <200ms or 1m..5m"),
    /** SIP status: a number, a range, or {@code 4xx}. */
    STATUS("a status like 486, 4xx, >=500 or 400..499"),
    /** One of {@link Field#choices}. */
    CHOICE("one of its values"),
    /** {@code yes} or {@code no}. */
    FLAG("yes or no"),
    /** Name of a {@link Preset}. */
    PRESET("a preset");

    private final String expected;

    FieldKind(String expected) {
        this.expected = expected;
    }

    /** In words, for error messages and the help page. */
    public String expected() {
        return expected;
    }
}
