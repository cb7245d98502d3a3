package io.siphon.schema;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Untrusted text for a terminal, a log or a page: characters that move the cursor, end the line,
 * change the writing direction or are invisible are replaced. Everything of Siphon's that prints
 * text from the wire passes it through here; {@code flink-conf/log4j.properties} does the same to
 * the log, by the same class of characters.
 */
public final class PlainText {

    /**
     * What is replaced, as a regular expression: Unicode's categories control (C0, DEL, C1), format
     * (bidirectional and zero-width among them), line and paragraph separator.
     */
    public static final String UNSAFE = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

    /** What stands for each of them: U+FFFD. */
    public static final String REPLACEMENT = "\uFFFD";

    private static final Pattern CHARACTER = Pattern.compile(UNSAFE);
    private static final Pattern CHARACTER_BUT_LINE_FEED =
            Pattern.compile("[" + UNSAFE + "&&[^\\n]]");

    private PlainText() {}

    /** One line. */
    public static String line(String text) {
        return isPlain(text) ? text : CHARACTER.matcher(text).replaceAll(REPLACEMENT);
    }

    /** Any number of lines, which end in a line feed or, as on the wire, in CR LF. */
    public static String lines(String text) {
        return isPlain(text)
                ? text
                : CHARACTER_BUT_LINE_FEED
                        .matcher(text.replace("\r\n", "\n"))
                        .replaceAll(REPLACEMENT);
    }

    /**
     * JSON with these characters as escapes, which means the same to whoever parses it.
     *
     * @param json its only line ends are line feeds between tokens
     */
    public static String json(String json) {
        return CHARACTER_BUT_LINE_FEED.matcher(json).replaceAll(PlainText::escape);
    }

    private static String escape(java.util.regex.MatchResult unsafe) {
        StringBuilder escape = new StringBuilder();
        unsafe.group().chars().forEach(c -> escape.append("\\u%04x".formatted(c)));
        return Matcher.quoteReplacement(escape.toString());
    }

    /** Most text is ASCII and printable. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }
}
