package io.siphon.udf.call;

import java.util.Locale;

/** The host of a SIP URI or of a Via's sent-by (RFC 3261, 25.1), without port and brackets. */
final class HostPart {

    /** Of {@code sip:user@host:port;parameters}; empty when it has none. */
    static String ofUri(String uri) {
        int scheme = uri.indexOf(':');
        if (scheme < 0) {
            return "";
        }
        int end = uri.length();
        int at = uri.lastIndexOf('@');
        for (int i = Math.max(scheme, at) + 1; i < end; i++) {
            char c = uri.charAt(i);
            if (c == ';' || c == '?' || c == '>') {
                end = i;
            }
        }
        return ofSentBy(uri.substring(Math.max(scheme, at) + 1, end));
    }

    /** Of {@code host:port}, {@code [2001:db8::1]:5060}. */
    static String ofSentBy(String sentBy) {
        String host = sentBy;
        int bracket = sentBy.indexOf(']');
        if (sentBy.startsWith("[") && bracket > 0) {
            host = sentBy.substring(1, bracket);
        } else if (sentBy.indexOf(':') == sentBy.lastIndexOf(':') && sentBy.indexOf(':') >= 0) {
            host = sentBy.substring(0, sentBy.indexOf(':'));
        }
        return host.toLowerCase(Locale.ROOT);
    }

    /** Whether it is an IP address, and no name that may have several. */
    static boolean isAddress(String host) {
        if (host.indexOf(':') >= 0) {
            return true;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    private HostPart() {}
}
