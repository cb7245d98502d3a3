package io.siphon.udf.payload;

import javax.annotation.Nullable;

/**
 * A payload that does not match its type. It carries no stack trace: it is thrown for hostile input
 * at line rate, and what matters is in its two texts.
 */
public final class PayloadException extends Exception {

    private static final int MAX_DETAIL = 200;

    private final String reason;
    private final String detail;
    private final @Nullable byte[] part;

    /**
     * @param reason one of a few constant words joined by dashes, {@code no-start-line}: it is
     *     counted by
     * @param detail what was got and what expected; cut after 200 characters
     */
    public PayloadException(String reason, String detail) {
        this(reason, detail, null);
    }

    private PayloadException(String reason, String detail, @Nullable byte[] part) {
        super(null, null, false, false);
        this.part = part;
        this.reason = reason;
        this.detail = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
    }

    /** The same of a part of the payload only: the rest was decoded. */
    public PayloadException of(byte[] octets) {
        return new PayloadException(reason, detail, octets);
    }

    /** What could not be decoded; null: the whole payload. */
    public @Nullable byte[] part() {
        return part;
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
