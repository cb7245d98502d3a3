package io.siphon.console.search;

import io.siphon.console.search.Match.Range;
import io.siphon.console.search.Match.Text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands what stands after the colon of a term. */
final class Values {

    /** What a field has that has nothing: {@code setup:none}. */
    static final String NONE = "none";

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,15}(\\.[0-9]{1,9})?");
    private static final Pattern DURATION =
            Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ms|s|m|min|h|d)?");

    /** A token of RFC 3261, 25.1, and what follows. */
    private static final Pattern HEADER =
            Pattern.compile("([A-Za-z0-9.!%*_+`'~-]{1,64}?)(?:\\s*[:=](.*))?", Pattern.DOTALL);

    private static final Pattern STATUS_CLASS = Pattern.compile("([1-6])xx");

    private Values() {}

    static Match of(Field field, Token token) {
        if (token.text().isEmpty() && !token.quoted()) {
            throw wrong(field, token, "nothing");
        }
        return switch (field.kind()) {
            case TEXT, PHRASE, ADDRESS -> {
                if (!token.operator().isEmpty() && !token.operator().equals("!")) {
                    throw wrong(field, token, token.operator() + token.text());
                }
                if (field.kind() == FieldKind.ADDRESS
                        && token.text().indexOf('/') >= 0
                        && Subnet.parse(token.text()) == null) {
                    throw wrong(field, token, token.text());
                }
                yield text(token);
            }
            case HEADER -> header(field, token);
            case CHOICE -> choice(field, token, field.choices());
            case FLAG -> choice(field, token, List.of("yes", "no"));
            case NUMBER, DURATION, STATUS -> range(field, token);
            case PRESET -> throw new IllegalStateException("a preset is an expression");
        };
    }

    /** {@code Name:part}; the colon may be {@code =}. */
    private static Match header(Field field, Token token) {
        Matcher header = HEADER.matcher(token.text());
        boolean compares = !token.operator().isEmpty() && !token.operator().equals("!");
        if (compares || !header.matches()) {
            throw wrong(field, token, token.operator() + token.text());
        }
        String part = header.group(2) == null ? "" : header.group(2).strip();
        return new Match.Header(header.group(1), part, !token.quoted() && part.indexOf('*') >= 0);
    }

    static Text text(Token token) {
        return new Text(token.text(), !token.quoted() && token.text().indexOf('*') >= 0);
    }

    static Preset preset(Field field, Token token) {
        String name = choice(field, token, field.choices()).text();
        return Preset.CALLS.stream()
                .filter(preset -> preset.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Text choice(Field field, Token token, List<String> choices) {
        String got = token.text().toLowerCase(Locale.ROOT);
        boolean compares = !token.operator().isEmpty() && !token.operator().equals("!");
        for (String choice : choices) {
            if (!compares && plain(choice).equals(plain(got))) {
                return new Text(choice, false);
            }
        }
        String near =
                Suggestions.nearest(got, choices.stream())
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("");
        throw new QueryException(
                "%s: got %s, expected one of %s%s"
                        .formatted(field.name(), token.text(), String.join(", ", choices), near),
                token.at());
    }

    private static String plain(String choice) {
        return choice.replace('-', '_').replace(' ', '_');
    }

    private static Match range(Field field, Token token) {
        String text = token.text().toLowerCase(Locale.ROOT);
        String written = token.operator().replace("!", "") + text;
        switch (token.operator()) {
            case "<", "<=" -> {
                return new Range(
                        null,
                        false,
                        number(field, token, text),
                        token.operator().length() > 1,
                        written);
            }
            case ">", ">=" -> {
                return new Range(
                        number(field, token, text),
                        token.operator().length() > 1,
                        null,
                        false,
                        written);
            }
            default -> {
                // one value, or from … to
            }
        }
        if (text.equals(NONE)) {
            return new Text(NONE, false);
        }
        Matcher statusClass = STATUS_CLASS.matcher(text);
        if (field.kind() == FieldKind.STATUS && statusClass.matches()) {
            double low = 100 * Integer.parseInt(statusClass.group(1));
            return new Range(low, true, low + 99, true, written);
        }
        int dots = text.indexOf("..");
        if (dots >= 0) {
            String low = text.substring(0, dots);
            String high = text.substring(dots + 2);
            if (low.isEmpty() && high.isEmpty()) {
                throw wrong(field, token, token.text());
            }
            return new Range(
                    low.isEmpty() ? null : (Double) number(field, token, low),
                    true,
                    high.isEmpty() ? null : (Double) number(field, token, high),
                    true,
                    written);
        }
        return Range.exactly(number(field, token, text), written);
    }

    private static double number(Field field, Token token, String text) {
        if (field.kind() != FieldKind.DURATION) {
            if (!NUMBER.matcher(text).matches()) {
                throw wrong(field, token, text);
            }
            return Double.parseDouble(text);
        }
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw wrong(field, token, text);
        }
        String unit = duration.group(2) == null ? "s" : duration.group(2);
        return Double.parseDouble(duration.group(1)) * millis(unit);
    }

    private static double millis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m", "min" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }

    private static QueryException wrong(Field field, Token token, String got) {
        return new QueryException(
                field.name() + ": got " + got + ", expected " + field.kind().expected(),
                token.at());
    }
}
