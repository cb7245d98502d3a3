package io.siphon.console.report;

import io.siphon.schema.Call;
import io.siphon.schema.Measurement;
import io.siphon.schema.Registration;
import io.siphon.schema.RtpStream;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code --by}: what calls and measurements are grouped by.
 *
 * @param digits of a destination prefix; else 0
 */
public record Grouping(Dimension dimension, int digits) {

    /** The group of what has no value. */
    public static final String NONE = "(none)";

    private static final int USUAL_DIGITS = 3;
    private static final int MOST_DIGITS = 15;

    /** What a group is made by. */
    public enum Dimension {
        NODE(true),
        TRUNK(true),
        TRUNK_PAIR(false),
        CODEC(true),
        USER_AGENT(false),
        PREFIX(false);

        private final boolean measured;

        Dimension(boolean measured) {
            this.measured = measured;
        }

        /** Whether measurements have it too: media of others are looked up by their call. */
        public boolean isMeasured() {
            return measured;
        }

        /** Whether registrations have it too. */
        public boolean isOfRegistrations() {
            return this == NODE || this == TRUNK || this == USER_AGENT;
        }

        /** As it is typed: {@code trunk-pair}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param text {@code trunk}, {@code prefix}, {@code prefix:5} …
     * @throws IllegalArgumentException when it is unknown
     */
    public static Grouping parse(String text) {
        String[] parts = text.split(":", 2);
        Dimension dimension =
                Arrays.stream(Dimension.values())
                        .filter(d -> d.text().equals(parts[0]))
                        .filter(d -> parts.length == 1 || d == Dimension.PREFIX)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "got %s, expected one of %s, prefix:N"
                                                        .formatted(text, names())));
        if (dimension != Dimension.PREFIX) {
            return new Grouping(dimension, 0);
        }
        String digits = parts.length == 1 ? String.valueOf(USUAL_DIGITS) : parts[1];
        if (!digits.matches("\\d{1,2}")
                || Integer.parseInt(digits) < 1
                || Integer.parseInt(digits) > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    "got %s, expected prefix:1 to prefix:%d".formatted(text, MOST_DIGITS));
        }
        return new Grouping(dimension, Integer.parseInt(digits));
    }

    private static String names() {
        return Arrays.stream(Dimension.values())
                .map(Dimension::text)
                .collect(Collectors.joining(", "));
    }

    /** {@code trunk}, {@code prefix:5}. */
    public String text() {
        return dimension.text() + (digits == 0 ? "" : ":" + digits);
    }

    String of(Call call) {
        String name =
                switch (dimension) {
                    case NODE -> call.node();
                    case TRUNK -> call.trunk();
                    case TRUNK_PAIR -> pair(call);
                    case CODEC -> medium(call.codecs());
                    case USER_AGENT -> call.userAgent();
                    case PREFIX -> prefix(call.callee());
                };
        return name.isEmpty() ? NONE : name;
    }

    /** The first codec that carries a medium: what follows a {@code >} was agreed on later. */
    private static String medium(String codecs) {
        String[] names = codecs.split("[,>]");
        for (String name : names) {
            if (!RtpStream.isCompanion(name)) {
                return name;
            }
        }
        return names.length == 0 ? "" : names[0];
    }

    /** Of a dimension that {@link Dimension#isOfRegistrations}. */
    String of(Registration registration) {
        String name =
                switch (dimension) {
                    case NODE -> registration.node();
                    case TRUNK -> registration.trunk();
                    case USER_AGENT -> registration.userAgent();
                    case TRUNK_PAIR, CODEC, PREFIX -> "";
                };
        return name.isEmpty() ? NONE : name;
    }

    /**
     * Of what is of a call.
     *
     * @param call null when it is not known
     */
    String ofCall(Call call) {
        return call == null ? NONE : of(call);
    }

    /** Of a dimension that {@link Dimension#isMeasured}. */
    String of(Measurement window) {
        String name = window.tag(dimension.text());
        return name.isEmpty() ? NONE : name;
    }

    /** The trunk stands for the side it is on, the address for the other. */
    private static String pair(Call call) {
        boolean known = !call.trunk().isEmpty();
        String from = known && call.direction().equals("in") ? call.trunk() : host(call.source());
        String to =
                known && call.direction().equals("out") ? call.trunk() : host(call.destination());
        return from + " → " + to;
    }

    /** Of {@code udp:[2001:db8::1]:5060}, the address. */
    static String host(String socket) {
        return socket.replaceFirst("^[a-z]+:", "")
                .replaceFirst(":\\d+$", "")
                .replaceAll("[\\[\\]]", "");
    }

    private String prefix(String callee) {
        String number = callee.startsWith("+") ? callee.substring(1) : callee;
        int length = 0;
        while (length < Math.min(digits, number.length())
                && number.charAt(length) >= '0'
                && number.charAt(length) <= '9') {
            length++;
        }
        return length == 0 ? "" : callee.substring(0, callee.length() - number.length() + length);
    }
}
