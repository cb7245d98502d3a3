package io.siphon.udf.sip;

/** The first digit of a status code (RFC 3261, 7.2), as metrics are tagged with it. */
public enum StatusClass {
    PROVISIONAL("1xx"),
    SUCCESS("2xx"),
    REDIRECTION("3xx"),
    CLIENT_ERROR("4xx"),
    SERVER_ERROR("5xx"),
    GLOBAL_FAILURE("6xx"),
    /** A code that is none; a request has no class either. */
    NONE("none");

    private static final StatusClass[] BY_DIGIT = values();

    private final String tag;

    StatusClass(String tag) {
        this.tag = tag;
    }

    public static StatusClass of(int status) {
        return status < 100 || status > 699 ? NONE : BY_DIGIT[status / 100 - 1];
    }

    /** {@code 2xx} */
    public String tag() {
        return tag;
    }
}
