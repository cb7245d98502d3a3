package io.siphon.sources;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of Siphon's own records with a count and the time from first to last. */
final class CountedWords {

    /** What such a message says; times in epoch µs. */
    record Said(long count, long fromMicros, long toMicros) {}

    private final String words;
    private final Pattern pattern;

    /**
     * Numbers have 18 digits at most, so that each is a {@code long}.
     *
     * @param words where {@code %d} stands for the number and the two times, in this order
     */
    CountedWords(String words) {
        this.words = words;
        pattern = Pattern.compile(words.replace("%d", "(\\d{1,18})"));
    }

    byte[] message(long count, long fromMicros, long toMicros) {
        return words.formatted(count, fromMicros, toMicros).getBytes(StandardCharsets.US_ASCII);
    }

    boolean are(byte[] message) {
        return matcher(message).matches();
    }

    /**
     * @throws IllegalArgumentException when the message is none of {@link #message}
     */
    Said read(byte[] message) {
        Matcher says = matcher(message);
        if (!says.matches()) {
            throw new IllegalArgumentException("got " + text(message) + ", expected " + pattern);
        }
        return new Said(
                Long.parseLong(says.group(1)),
                Long.parseLong(says.group(2)),
                Long.parseLong(says.group(3)));
    }

    private Matcher matcher(byte[] message) {
        return pattern.matcher(text(message));
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.US_ASCII);
    }
}
