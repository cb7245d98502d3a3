package io.siphon.udf.sip;

/**
 * The headers that a {@link SipMessage} is read from, with their compact forms (RFC 3261, 7.3.3).
 */
enum SipHeader {
    CALL_ID("Call-ID", "i"),
    FROM("From", "f"),
    TO("To", "t"),
    CSEQ("CSeq", ""),
    VIA("Via", "v"),
    CONTACT("Contact", "m"),
    EXPIRES("Expires", ""),
    AUTHORIZATION("Authorization", ""),
    PROXY_AUTHORIZATION("Proxy-Authorization", ""),
    ASSERTED_IDENTITY("P-Asserted-Identity", ""),
    USER_AGENT("User-Agent", ""),
    SERVER("Server", ""),
    REASON("Reason", ""),
    WARNING("Warning", ""),
    RETRY_AFTER("Retry-After", ""),
    X_CID("X-CID", ""),
    X_RTP_STAT("X-RTP-Stat", ""),
    P_RTP_STAT("P-RTP-Stat", ""),
    IDENTITY("Identity", "y"),
    CONTENT_TYPE("Content-Type", "c"),
    CONTENT_LENGTH("Content-Length", "l"),
    CONTENT_ENCODING("Content-Encoding", "e");

    final String fullName;
    final String compact;

    SipHeader(String fullName, String compact) {
        this.fullName = fullName;
        this.compact = compact;
    }
}
