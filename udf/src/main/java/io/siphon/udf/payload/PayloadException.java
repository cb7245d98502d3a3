package io.siphon.udf.payload;

/**
 * A payload that does not match its type. It carries no stack trace: it is thrown for hostile input
 * at line rate, and what matters is in its two texts.
 */
public final class PayloadException extends Exception {

    private static final int MAX_DETAIL = 200;

    private final String reason;
    private final String detail;

    /**
     * @param reason one of a few constant words joined by dashes, {@code no-start-line}: it is
     *     counted by
     * @param detail what was got and what expected; cut after 200 characters
     */
    public PayloadException(String reason, String detail) {
        super(null, null, false, false);
        this.reason = reason;
        this.detail = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
    }

    public String reason() {
        return reason;
    }

    public String detail() {
        return detail;
    }

    @Override
    public String getMessage() {
        return reason + ": " + detail;
    }
}
