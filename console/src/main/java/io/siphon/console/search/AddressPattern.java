package io.siphon.console.search;

import io.siphon.console.search.Match.Text;
import io.siphon.schema.IpText;

import javax.annotation.Nullable;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for an address by LIKE. Stored are {@code udp:192.0.2.1:5060} and {@code
 * tcp:[2001:db8::1]:5060}; asked for are {@code 192.0.2.1}, {@code 192.0.2.1:5060}, {@code
 * 2001:db8::1}, however it is written, or all of it.
 */
final class AddressPattern {

    private static final Pattern TRANSPORT = Pattern.compile("(?i)(udp|tcp|tls|sctp|wss?):(.*)");
    private static final Pattern BRACKETED = Pattern.compile("\\[(.*)\\](?::(.*))?");

    private AddressPattern() {}

    static String of(Text text) {
        Matcher transport = TRANSPORT.matcher(text.text());
        boolean any = !transport.matches();
        String before = any ? "%:" : transport.group(1).toLowerCase(Locale.ROOT) + ":";
        return before + socket(any ? text.text() : transport.group(2), text.glob());
    }

    private static String socket(String asked, boolean glob) {
        Matcher bracketed = BRACKETED.matcher(asked);
        if (bracketed.matches()) {
            return ipv6(bracketed.group(1), glob) + port(bracketed.group(2), glob);
        }
        if (asked.startsWith("[")) { // up to a *
            return SqlWriter.pattern(asked, glob);
        }
        int colon = asked.indexOf(':');
        if (colon >= 0 && asked.indexOf(':', colon + 1) >= 0) {
            return ipv6(asked, glob) + port(null, glob);
        }
        String host = colon < 0 ? asked : asked.substring(0, colon);
        return SqlWriter.pattern(host, glob)
                + port(colon < 0 ? null : asked.substring(colon + 1), glob);
    }

    /** Rows have the one text of RFC 5952; of a part of an address there is none. */
    private static String ipv6(String host, boolean glob) {
        String normalized = IpText.normalized(host);
        return "[" + (normalized == null ? SqlWriter.pattern(host, glob) : normalized) + "]";
    }

    private static String port(@Nullable String port, boolean glob) {
        return port == null ? ":%" : ":" + SqlWriter.pattern(port, glob);
    }
}
