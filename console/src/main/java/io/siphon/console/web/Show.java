package io.siphon.console.web;

import io.siphon.console.flow.Endpoint;
import io.siphon.console.store.Span;
import io.siphon.schema.CallCause;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.UtcText;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Values as the pages show them. */
final class Show {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private Show() {}

    /** UTC, with milliseconds; empty for 0. */
    static String time(long micros) {
        return micros == 0 ? "" : UtcText.millis(micros);
    }

    /** As pages take it: {@code 2026-03-01T10:00:00.000Z}. */
    static String iso(long micros) {
        return time(micros).replace(' ', 'T') + "Z";
    }

    static String minute(long micros) {
        return MINUTES.format(EpochMicros.utc(micros));
    }

    /** {@code 0.123 s}; empty for less than 0. */
    static String seconds(long millis) {
        return millis < 0 ? "" : String.format(Locale.ROOT, "%.3f", millis / 1000.0);
    }

    /** {@code 1:02:03}, {@code 0:07}; empty for less than 0. */
    static String length(long millis) {
        if (millis < 0) {
            return "";
        }
        long seconds = Math.round(millis / 1000.0);
        return seconds >= 3600
                ? String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        seconds / 3600,
                        seconds / 60 % 60,
                        seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    /** Empty for NaN. */
    static String number(double value, int decimals) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    static String percent(long part, long whole) {
        return whole == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    static String host(String socket) {
        return Endpoint.of(socket).host();
    }

    /** In a path or a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * {@code /path?name=value&name=value}.
     *
     * @param parameters name, value, name, value … of the query
     */
    static String link(String path, Object... parameters) {
        StringBuilder link = new StringBuilder(path);
        for (int i = 0; i < parameters.length; i += 2) {
            link.append(i == 0 ? '?' : '&')
                    .append(parameters[i])
                    .append('=')
                    .append(encode(parameters[i + 1].toString()));
        }
        return link.toString();
    }

    /** A page's search in a period. */
    static String search(String page, String query, Span span) {
        return link(page, "q", query, "from", iso(span.fromMicros()), "to", iso(span.toMicros()));
    }

    static String callLink(String callId) {
        return "/calls/" + encode(callId);
    }

    /** A value in the query language. */
    static String quoted(String text) {
        return text.matches("[A-Za-z0-9+._@-]+")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    static String words(String tag) {
        return tag.replace('_', ' ');
    }

    /**
     * How far clocks are off, from the one that is furthest behind to the one furthest ahead:
     * {@code right}, {@code −1 h to −40 s}, {@code +350 ms}.
     */
    static String clockError(long lowMillis, long highMillis) {
        if (lowMillis == 0 && highMillis == 0) {
            return "right";
        }
        return lowMillis == highMillis
                ? signed(lowMillis)
                : signed(lowMillis) + " to " + signed(highMillis);
    }

    /** In the largest unit of which it is two or more. */
    private static String signed(long millis) {
        long size = Math.abs(millis);
        String sign = millis == 0 ? "" : millis < 0 ? "−" : "+";
        if (size < 2_000) {
            return sign + size + " ms";
        }
        if (size < 120_000) {
            return sign + plain(size / 1_000.0) + " s";
        }
        return size < 7_200_000
                ? sign + plain(size / 60_000.0) + " min"
                : sign + plain(size / 3_600_000.0) + " h";
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? "" + (long) value : number(value, 1);
    }

    /** RFC 3261 names its timers in capitals. */
    static String cause(CallCause cause) {
        return cause == CallCause.TIMER_B ? "Timer B" : words(cause.tag());
    }

    /** {@code PCMA, telephone-event}. */
    static String list(String commas) {
        return commas.replace(",", ", ");
    }
}
