package io.siphon.udf.correlation;

import io.siphon.udf.sip.SipMessage;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who calls whom, by the last digits, which B2BUAs leave as they are while they add or take
 * prefixes: {@code 900000 815000}. Users without a number count by their name.
 */
final class PartyNumbers implements Serializable {

    private static final long serialVersionUID = 1;

    /** Fewer digits are an extension that many have. */
    private static final int FEWEST = 3;

    private static final int LONGEST_NAME = 32;

    private final int digits;

    PartyNumbers(int digits) {
        this.digits = digits;
    }

    /**
     * At most three, caller and callee each: by P-Asserted-Identity (else Remote-Party-ID or
     * P-Preferred-Identity) and Request-URI; by From and To; and where the call was diverted (RFC
     * 5806) by who it was for.
     */
    Set<String> of(SipMessage m) {
        if (digits == 0) {
            return Set.of();
        }
        String asserted = m.assertedIdentity();
        for (String header : List.of("Remote-Party-ID", "P-Preferred-Identity")) {
            asserted = asserted.isEmpty() ? uri(m, header) : asserted;
        }
        asserted = asserted.isEmpty() ? m.fromUri() : asserted;
        Set<String> pairs = new LinkedHashSet<>();
        pairs.add(pair(asserted, m.requestUri()));
        pairs.add(pair(m.fromUri(), m.toUri()));
        String diverted = uri(m, "Diversion");
        if (!diverted.isEmpty()) {
            pairs.add(pair(asserted, diverted));
        }
        pairs.remove("");
        return pairs;
    }

    /** Of {@code "Alice" <sip:alice@example.org>;party=calling}; empty where it is missing. */
    private static String uri(SipMessage m, String header) {
        String[] headers = m.headers();
        for (int i = 0; i + 1 < headers.length; i += 2) {
            int from = headers[i].equalsIgnoreCase(header) ? headers[i + 1].indexOf('<') : -1;
            int to = headers[i + 1].indexOf('>', Math.max(0, from));
            if (from >= 0 && to > from) {
                return headers[i + 1].substring(from + 1, to);
            }
        }
        return "";
    }

    private String pair(String callerUri, String calleeUri) {
        String caller = party(callerUri);
        String callee = party(calleeUri);
        return caller.isEmpty() || callee.isEmpty() ? "" : caller + ' ' + callee;
    }

    /** Empty for who is not to be known. */
    String party(String uri) {
        int start = uri.indexOf(':') + 1;
        int at = uri.indexOf('@', start);
        boolean tel = uri.regionMatches(true, 0, "tel:", 0, 4);
        if (start == 0 || at < 0 && !tel) {
            return "";
        }
        int end = at < 0 ? uri.length() : at;
        int parameters = uri.indexOf(';', start);
        String user = uri.substring(start, parameters >= 0 && parameters < end ? parameters : end);
        StringBuilder number = new StringBuilder(digits);
        int count = 0;
        for (int i = user.length() - 1; i >= 0; i--) {
            char c = user.charAt(i);
            if (c >= '0' && c <= '9') {
                count++;
                if (number.length() < digits) {
                    number.append(c);
                }
            } else if ("+-.() ".indexOf(c) < 0) {
                return name(user);
            }
        }
        return count >= FEWEST ? number.reverse().toString() : "";
    }

    private static String name(String user) {
        String name = user.toLowerCase(Locale.ROOT);
        boolean anonymous = name.equals("anonymous") || name.equals("unknown");
        return anonymous || name.length() > LONGEST_NAME ? "" : name;
    }
}
