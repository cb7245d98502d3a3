package io.siphon.udf.call;

import io.siphon.udf.sip.Escapes;

/**
 * Who is called, or calls, of a SIP or tel URI (RFC 3261, 19.1; RFC 3966), without escapes: {@code
 * %2B4930} is the same user as {@code +4930} (19.1.4).
 */
final class UserPart {

    /** Visual separators (RFC 3966, 5.1.1). */
    private static final String SEPARATORS = "-.()";

    /** The user part of the first URI that is not empty; all of that URI when it has none. */
    static String of(String first, String second) {
        return of(first.isEmpty() ? second : first);
    }

    private static String of(String uri) {
        int start = uri.indexOf(':') + 1;
        int at = uri.indexOf('@', start);
        if (at > start) {
            String user = uri.substring(start, at);
            return Escapes.undo(cut(cut(user, ';'), ':'));
        }
        boolean tel = start > 1 && uri.regionMatches(true, 0, "tel:", 0, 4);
        return tel ? withoutSeparators(Escapes.undo(cut(uri.substring(start), ';'))) : uri;
    }

    /** Of a telephone number what compares equal (RFC 3966, 4). */
    private static String withoutSeparators(String number) {
        for (int i = 0; i < number.length(); i++) {
            if (SEPARATORS.indexOf(number.charAt(i)) >= 0) {
                return number.chars()
                        .filter(c -> SEPARATORS.indexOf(c) < 0)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
            }
        }
        return number;
    }

    private static String cut(String text, char end) {
        int at = text.indexOf(end);
        return at > 0 ? text.substring(0, at) : text;
    }

    private UserPart() {}
}
