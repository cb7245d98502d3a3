package io.siphon.udf.correlation;

import io.siphon.schema.LinkReason;
import io.siphon.udf.payload.Endpoints;
import io.siphon.udf.sip.SipMessage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A rule of one device for finding its legs, of one line: {@code name key=value …}. What it reads
 * is the Call-ID of the other leg, or the same in all legs.
 *
 * <p>One of {@code header}, {@code call-id}, {@code call-id-prefix} and {@code call-id-suffix} says
 * where it is read; {@code regex} which part of a header counts, its first group or all that it
 * matches; {@code from} and {@code to} at which side of the device: only INVITEs that leave this
 * address, or go to it; {@code score} how sure a link by it is.
 *
 * @param text name of the header, or what a Call-ID begins or ends with
 * @param part what of the value counts; null: all of it
 * @param from address without port; empty: any
 * @param score 0.01 to 1; below {@link GuessRules#ALONE} links are provisional and join nothing
 */
public record CorrelationRule(
        String name, Where where, String text, TextPart part, String from, String to, double score)
        implements Serializable {

    /** Where the identifier is read. */
    public enum Where {
        HEADER(LinkReason.HEADER),
        CALL_ID(LinkReason.CALL_ID),
        CALL_ID_PREFIX(LinkReason.CALL_ID),
        CALL_ID_SUFFIX(LinkReason.CALL_ID);

        private final LinkReason reason;

        Where(LinkReason reason) {
            this.reason = reason;
        }

        private String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final String WORDS =
            "header, call-id, call-id-prefix, call-id-suffix, regex, from, to, score";

    /**
     * @throws IllegalArgumentException when the line is none, with what is expected
     */
    public static CorrelationRule parse(String line) {
        List<String> words = words(line);
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : words.subList(1, words.size())) {
            int at = word.indexOf('=');
            String key = at < 0 ? word : word.substring(0, at);
            expect(at > 0 && List.of(WORDS.split(", ")).contains(key), WORDS, word);
            expect(values.put(key, word.substring(at + 1)) == null, key + " once", word);
            expect(at + 1 < word.length(), "a value behind " + key + "=", word);
        }
        Where where = null;
        for (Where each : Where.values()) {
            if (values.containsKey(each.key())) {
                expect(where == null, "one of header and call-id…", line);
                where = each;
            }
        }
        expect(where != null, "header=, call-id=, call-id-prefix= or call-id-suffix=", line);
        String text = values.get(where.key());
        String regex = where == Where.CALL_ID ? text : values.get("regex");
        expect(
                where == Where.HEADER || !values.containsKey("regex"),
                "regex= with header= only",
                line);
        TextPart part = regex == null ? null : TextPart.of(regex);
        expect(
                where != Where.CALL_ID || part.hasGroup(),
                "a group for the other leg's Call-ID, as in call-id=^(.+)-b$",
                text);
        return new CorrelationRule(
                words.get(0),
                where,
                text,
                part,
                values.getOrDefault("from", ""),
                values.getOrDefault("to", ""),
                score(values.get("score"), where.reason));
    }

    private static double score(String text, LinkReason reason) {
        if (text == null) {
            return reason.score();
        }
        try {
            double score = Math.round(Double.parseDouble(text) * 100) / 100.0;
            expect(score >= 0.01 && score <= 1, "a score of 0.01 to 1", text);
            return score;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a score of 0.01 to 1, got " + text, e);
        }
    }

    private static void expect(boolean is, String expected, String got) {
        if (!is) {
            throw new IllegalArgumentException("expected " + expected + ", got " + got.strip());
        }
    }

    /** Separated by blanks; a part in double quotes may have some. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : line.strip().toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (Character.isWhitespace(c) && !quoted) {
                if (word.length() > 0) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        expect(!quoted, "a closing quote", line);
        return words;
    }

    /** Whether a message is at the side of the device that is meant. */
    boolean isAt(SipMessage m) {
        return (from.isEmpty() || Endpoints.address(m.source()).equals(from))
                && (to.isEmpty() || Endpoints.address(m.destination()).equals(to));
    }

    LinkReason reason() {
        return where.reason;
    }

    /** What a header of the message tells by it; empty when nothing does. */
    String ofHeader(String header, String value) {
        boolean meant = where == Where.HEADER && text.equalsIgnoreCase(header);
        return meant ? HeaderRule.value(value, part) : "";
    }

    /** What a Call-ID tells by it; empty when nothing does. */
    String ofCallId(String callId) {
        return switch (where) {
            case HEADER -> "";
            case CALL_ID -> part.in(callId);
            case CALL_ID_PREFIX -> callId.startsWith(text) ? callId.substring(text.length()) : "";
            case CALL_ID_SUFFIX ->
                    callId.endsWith(text)
                            ? callId.substring(0, callId.length() - text.length())
                            : "";
        };
    }
}
