package io.siphon.udf.sip;

import io.siphon.udf.payload.Octets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Recognizes header names: a {@link SipHeader} by its ordinal, then the configured extra headers by
 * the numbers after those. Case is ignored, compact forms are recognized.
 */
final class HeaderNames {

    static final int NONE = -1;

    /** Compact forms of headers that only configuration asks for (IANA, SIP header fields). */
    private static final Map<String, String> COMPACT =
            Map.ofEntries(
                    Map.entry("accept-contact", "a"),
                    Map.entry("allow-events", "u"),
                    Map.entry("event", "o"),
                    Map.entry("refer-to", "r"),
                    Map.entry("referred-by", "b"),
                    Map.entry("reject-contact", "j"),
                    Map.entry("request-disposition", "d"),
                    Map.entry("session-expires", "x"),
                    Map.entry("subject", "s"),
                    Map.entry("supported", "k"));

    private record Name(String lowerCase, int kind) {}

    private final List<String> wanted = new ArrayList<>();
    private final Name[][] byLength;

    HeaderNames(List<String> extra) {
        List<Name> names = new ArrayList<>();
        for (SipHeader header : SipHeader.values()) {
            names.add(new Name(header.fullName.toLowerCase(Locale.ROOT), header.ordinal()));
            names.add(new Name(header.compact, header.ordinal()));
            wanted.add(null);
        }
        for (String name : extra) {
            String lowerCase = name.trim().toLowerCase(Locale.ROOT);
            int known = kind(names, lowerCase);
            if (known != NONE) {
                wanted.set(known, name.trim());
            } else {
                names.add(new Name(lowerCase, wanted.size()));
                names.add(new Name(COMPACT.getOrDefault(lowerCase, ""), wanted.size()));
                wanted.add(name.trim());
            }
        }
        int longest = names.stream().mapToInt(name -> name.lowerCase.length()).max().orElse(0);
        byLength = new Name[longest + 1][];
        for (int i = 0; i <= longest; i++) {
            int length = i;
            byLength[i] =
                    names.stream()
                            .filter(name -> length > 0 && name.lowerCase.length() == length)
                            .toArray(Name[]::new);
        }
    }

    private static int kind(List<Name> names, String lowerCase) {
        for (Name name : names) {
            if (name.lowerCase.equals(lowerCase)) {
                return name.kind;
            }
        }
        return NONE;
    }

    /** How many kinds of header there are. */
    int kinds() {
        return wanted.size();
    }

    /** The configured name of an extra header; null for a kind that was not asked for as extra. */
    String extraName(int kind) {
        return wanted.get(kind);
    }

    /** The kind of the header with this name, or {@link #NONE}. */
    int find(byte[] octets, int from, int to) {
        int length = to - from;
        if (length >= byLength.length) {
            return NONE;
        }
        for (Name name : byLength[length]) {
            if (Octets.startsWith(octets, from, to, name.lowerCase)) {
                return name.kind;
            }
        }
        return NONE;
    }
}
