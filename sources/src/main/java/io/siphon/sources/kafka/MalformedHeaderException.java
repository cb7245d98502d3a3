package io.siphon.sources.kafka;

/** A record's header that says what it cannot mean. Has no stack trace: there may be many. */
final class MalformedHeaderException extends Exception {

    private static final long serialVersionUID = 1;

    private static final int MOST_SHOWN = 40;

    MalformedHeaderException(String header, String got, String expected) {
        super(
                "bad-header: "
                        + header
                        + ": got "
                        + (got.length() > MOST_SHOWN ? got.substring(0, MOST_SHOWN) + "…" : got)
                        + ", expected "
                        + expected,
                null,
                false,
                false);
    }
}
