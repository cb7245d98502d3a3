package io.siphon.udf.sip;

import io.siphon.udf.payload.Words;

import java.util.stream.IntStream;

/** Texts that occur in most start lines. */
final class SipWords {

    static final Words METHODS =
            Words.ofLines(
                    """
                    INVITE
                    ACK
                    BYE
                    CANCEL
                    OPTIONS
                    REGISTER
                    PRACK
                    SUBSCRIBE
                    NOTIFY
                    PUBLISH
                    INFO
                    REFER
                    MESSAGE
                    UPDATE
                    """);

    /** Reason phrases as senders write them. */
    static final Words REASONS =
            Words.ofLines(
                    """
                    Trying
                    trying -- your call is important to us
                    Giving a try
                    100 Giving a try
                    Ringing
                    Session Progress
                    OK
                    Ok
                    Accepted
                    canceling
                    Moved Temporarily
                    Bad Request
                    Unauthorized
                    Forbidden
                    Not Found
                    Not found
                    Proxy Authentication Required
                    Request Timeout
                    Temporarily Unavailable
                    Call/Transaction Does Not Exist
                    Busy Here
                    Busy here
                    Request Terminated
                    Request terminated
                    Request Cancelled
                    Not Acceptable Here
                    Not Acceptable here
                    Server Internal Error
                    Service Unavailable
                    Server Time-out
                    Busy Everywhere
                    Decline
                    """);

    private static final String[] CODES =
            IntStream.range(0, 700).mapToObj(Integer::toString).toArray(String[]::new);

    private SipWords() {}

    /** The decimal text of a status code, 0..699. */
    static String code(int status) {
        return CODES[status];
    }
}
