package io.siphon.console.search;

import io.siphon.console.search.Expression.All;
import io.siphon.console.search.Expression.And;
import io.siphon.console.search.Expression.Named;
import io.siphon.console.search.Expression.Not;
import io.siphon.console.search.Expression.Or;
import io.siphon.console.search.Expression.Term;
import io.siphon.console.search.Match.Header;
import io.siphon.console.search.Match.Range;
import io.siphon.console.search.Match.Text;

import java.util.List;
import java.util.Map;

import static java.util.stream.Collectors.joining;

/** A query in words, as it was understood: {@code calls from +4420*, failed, in the last 2 h}. */
public final class Words {

    /** Fields that read better with a word of their own before the value. */
    private static final Map<String, String> BEFORE =
            Map.ofEntries(
                    Map.entry("from", "from "),
                    Map.entry("to", "to "),
                    Map.entry("user", "from or to "),
                    Map.entry("callid", "Call-ID "),
                    Map.entry("correlation", "correlation id "),
                    Map.entry("ip", "through "),
                    Map.entry("src", "sent by "),
                    Map.entry("dst", "sent to "),
                    Map.entry("trunk", "on trunk "),
                    Map.entry("node", "captured by "),
                    Map.entry("direction", "direction "),
                    Map.entry("status", "status "),
                    Map.entry("reason", "reason with "),
                    Map.entry("q850", "Q.850 cause "),
                    Map.entry("cause", "cause "),
                    Map.entry("outcome", ""),
                    Map.entry("released_by", "released by "),
                    Map.entry("ua", "User-Agent with "),
                    Map.entry("codec", "codec with "),
                    Map.entry("pdd", "post-dial delay "),
                    Map.entry("setup", "answered after "),
                    Map.entry("ring", "ringing for "),
                    Map.entry("dur", "lasting "),
                    Map.entry("retries", "retries "),
                    Map.entry("mos", "a stream with MOS "),
                    Map.entry("loss", "a stream with loss % "),
                    Map.entry("jitter", "a stream with jitter ms "),
                    Map.entry("media", "media captured: "),
                    Map.entry("header", "header "),
                    Map.entry("text", "text with "),
                    Map.entry("detector", "of "));

    private Words() {}

    /**
     * @param when words of the time, {@code in the last 2 h}; empty when it is not said
     */
    public static String of(Subject subject, Expression expression, String when) {
        String what =
                expression instanceof All
                        ? "all " + subject.title()
                        : subject.title() + " " + words(expression, false);
        return when.isEmpty() ? what : what + ", " + when;
    }

    private static String words(Expression expression, boolean inside) {
        if (expression instanceof And and) {
            return inside(parts(and.parts(), ", "), inside);
        }
        if (expression instanceof Or or) {
            return "(" + parts(or.parts(), " or ") + ")";
        }
        if (expression instanceof Not not) {
            return "not " + words(not.of(), true);
        }
        if (expression instanceof Named named) {
            return named.preset().words();
        }
        return expression instanceof Term term ? term(term) : "all";
    }

    private static String inside(String words, boolean inside) {
        return inside ? "(" + words + ")" : words;
    }

    private static String parts(List<Expression> parts, String separator) {
        return parts.stream().map(part -> words(part, true)).collect(joining(separator));
    }

    private static String term(Term term) {
        Field field = term.field();
        if (field.name().equals(AnyField.NAME)) {
            return "with " + quoted(((Text) term.match()).text()) + " as " + field.meaning();
        }
        if (field.kind() == FieldKind.FLAG) {
            return (isYes(term) ? "" : "not ") + flag(field);
        }
        String before = BEFORE.getOrDefault(field.name(), field.name() + " ");
        return before + match(field, term.match());
    }

    private static boolean isYes(Term term) {
        return term.match() instanceof Text text && text.text().equals("yes");
    }

    private static String flag(Field field) {
        return switch (field.name()) {
            case "up" -> "still up";
            case "request" -> "that are requests";
            default -> field.name();
        };
    }

    private static String match(Field field, Match match) {
        if (match instanceof Range range) {
            return range(field, range);
        }
        if (match instanceof Header header) {
            return header.name()
                    + (header.part().isEmpty() ? "" : " with " + quoted(header.part()));
        }
        Text text = (Text) match;
        if (field.kind() == FieldKind.CHOICE) {
            return text.text().replace('_', ' ');
        }
        return field.kind() == FieldKind.PHRASE ? quoted(text.text()) : text.text();
    }

    private static String range(Field field, Range range) {
        if (field.kind() == FieldKind.STATUS && range.written().endsWith("xx")) {
            return range.written();
        }
        if (range.isOne()) {
            return number(field, range.low());
        }
        if (range.low() == null) {
            return (range.highIncluded() ? "up to " : "less than ") + number(field, range.high());
        }
        if (range.high() == null) {
            return (range.lowIncluded() ? "at least " : "more than ") + number(field, range.low());
        }
        return number(field, range.low()) + " to " + number(field, range.high());
    }

    private static String number(Field field, double value) {
        if (field.kind() != FieldKind.DURATION) {
            return plain(value);
        }
        if (value < 1000) {
            return plain(value) + " ms";
        }
        return value % 60_000 == 0 ? plain(value / 60_000) + " min" : plain(value / 1000) + " s";
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    private static String quoted(String text) {
        return "“" + text + "”";
    }
}
