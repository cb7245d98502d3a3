package io.siphon.console.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The nearest right name for a wrong one. */
final class Suggestions {

    /** A name that needs more changes than this is no slip. */
    private static final int SLIP = 2;

    private Suggestions() {}

    static QueryException unknown(Subject subject, Token token) {
        String got = token.field();
        Optional<String> near = nearest(got, Fields.names(subject.fields()));
        if (near.isPresent()) {
            return new QueryException(
                    subject.title()
                            + " have no field "
                            + got
                            + "; did you mean "
                            + near.get()
                            + "?",
                    token.at());
        }
        for (Subject other : Subject.values()) {
            if (other != subject && other.field(got).isPresent()) {
                return new QueryException(
                        got + " is a field of " + other.title() + ", not of " + subject.title(),
                        token.at());
            }
        }
        return new QueryException(
                "%s have no field %s, expected one of %s; quotes look for a text: \"%s:%s\""
                        .formatted(
                                subject.title(),
                                got,
                                String.join(
                                        ", ", subject.fields().stream().map(Field::name).toList()),
                                got,
                                token.text()),
                token.at());
    }

    /** Empty when none is near. */
    static Optional<String> nearest(String got, Stream<String> names) {
        String wanted = got.toLowerCase(java.util.Locale.ROOT);
        record Near(String name, int distance) {}
        List<Near> near = new ArrayList<>();
        names.forEach(name -> near.add(new Near(name, distance(wanted, name))));
        return near.stream()
                .filter(n -> n.distance <= Math.min(SLIP, Math.max(1, wanted.length() / 2)))
                .min(Comparator.comparingInt(Near::distance))
                .map(Near::name);
    }

    /** Insertions, deletions and replacements that make one of the other (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + same);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
