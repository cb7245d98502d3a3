package io.siphon.udf.registration;

import io.siphon.udf.sip.Escapes;

import java.util.Locale;

/** SIP URIs as registrars compare them (RFC 3261, 10.3). */
final class SipUri {

    /**
     * The URI without parameters and headers, its host in lower case, its user without the escapes
     * that it does not need: {@code sip:+49301@example.org:5070}. What is no URI stays as it is.
     */
    static String bare(String uri) {
        int at = uri.lastIndexOf('@');
        int end = cut(uri, cut(uri, uri.length(), '?', at), ';', at);
        int host = Math.max(at, uri.indexOf(':')) + 1;
        return Escapes.undoNeedless(uri.substring(0, host))
                + uri.substring(host, end).toLowerCase(Locale.ROOT);
    }

    /** The URI as it is, its user without the escapes that it does not need. */
    static String plain(String uri) {
        int host = uri.lastIndexOf('@') + 1;
        return Escapes.undoNeedless(uri.substring(0, host)) + uri.substring(host);
    }

    private static int cut(String uri, int end, char separator, int after) {
        int found = uri.indexOf(separator, after + 1);
        return found < 0 ? end : Math.min(end, found);
    }

    private SipUri() {}
}
