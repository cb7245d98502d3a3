package io.siphon.udf.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the Call-ID that a log line names: what stands behind {@code Call-ID}, {@code callid},
 * {@code call_id} or {@code ci}; else a word that looks like one, {@code id@host} or a UUID.
 */
final class CallIdInText {

    /** Of longer lines the rest is not looked at. */
    private static final int MAX_TEXT = 4_000;

    /** As long as a Call-ID may be in a row. */
    private static final int MAX_ID = 255;

    private static final Pattern NAMED =
            Pattern.compile(
                    "(?<![\\w-])(?:call[-_ ]?id|ci)\\\\?[\"']?\\s{0,4}[:=]\\s{0,4}\\\\?[\"'\\[<]?"
                            + "([^\\s\"'\\\\<>\\[\\]{}(),;|]{1,255})",
                    Pattern.CASE_INSENSITIVE);

    /**
     * User and host of a URI look alike: an id has no colon before it, ten characters, and a digit
     * among them.
     */
    private static final Pattern ALIKE =
            Pattern.compile(
                    "(?<![^\\s\"'\\[{(,;=|])"
                            + "((?=[^\\s@:]{0,200}\\d)[^\\s\"'\\\\<>\\[\\]{}(),;:=|@]{10,200}"
                            + "@[\\w.:-]{1,100}"
                            + "|\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}"
                            + "-\\p{XDigit}{12})(?![\\w@-])");

    private CallIdInText() {}

    /** Empty when the line names none. */
    static String find(String line) {
        CharSequence text = line.length() > MAX_TEXT ? line.substring(0, MAX_TEXT) : line;
        Matcher named = NAMED.matcher(text);
        if (named.find()) {
            return trimmed(named.group(1));
        }
        Matcher alike = ALIKE.matcher(text);
        return alike.find() ? trimmed(alike.group(1)) : "";
    }

    /** Without the full stop or colon that ends the sentence. */
    private static String trimmed(String id) {
        int end = Math.min(id.length(), MAX_ID);
        while (end > 0 && (id.charAt(end - 1) == '.' || id.charAt(end - 1) == ':')) {
            end--;
        }
        return id.substring(0, end);
    }
}
