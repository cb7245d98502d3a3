package io.siphon.console.search;

/** What a word without a field is looked for in. */
final class AnyField {

    static final String NAME = "";

    private static final Field CALLS =
            Field.of(NAME, FieldKind.TEXT, "caller, callee, Call-ID, X-CID, trunk or address");
    private static final Field MESSAGES = Field.of(NAME, FieldKind.TEXT, "Call-ID or address");
    private static final Field REGISTRATIONS =
            Field.of(NAME, FieldKind.TEXT, "address of record, Call-ID or address");
    private static final Field STREAMS =
            Field.of(NAME, FieldKind.TEXT, "Call-ID, codec, trunk or address");
    private static final Field ALERTS = Field.of(NAME, FieldKind.TEXT, "detector, subject or node");

    private AnyField() {}

    static Field of(Subject subject) {
        return switch (subject) {
            case CALLS -> CALLS;
            case MESSAGES -> MESSAGES;
            case REGISTRATIONS -> REGISTRATIONS;
            case STREAMS, REPORTED_STREAMS -> STREAMS;
            case ALERTS -> ALERTS;
        };
    }
}
