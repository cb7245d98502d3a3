package io.siphon.udf.call;

/** Which step of a call's life a {@link Call} reports. Each happens at most once in a call. */
public enum CallChange {
    /** The first INVITE. */
    STARTED,
    /** The first 180 or 183 with another 1xx than 100. */
    RINGING,
    /** The first 2xx to the INVITE. */
    ANSWERED,
    /** BYE, final failure or time-out: the last one. */
    ENDED
}
