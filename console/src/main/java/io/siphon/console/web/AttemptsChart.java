package io.siphon.console.web;

import io.siphon.console.store.Span;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Attempts over time as stacked bars, drawn here: a bar is a link to its calls. */
final class AttemptsChart {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 160;
    private static final int LEFT = 44;
    private static final int FOOT = 18;

    /** From the axis up: class, outcomes, colour without a style sheet. */
    private static final List<Part> PARTS =
            List.of(
                    new Part("good", "answered", List.of("answered"), "#15803d"),
                    new Part(
                            "mild",
                            "busy, not answered, given up",
                            List.of("busy", "no_answer", "cancelled", "redirected"),
                            "#92600a"),
                    new Part(
                            "bad",
                            "failed, rejected, timed out",
                            List.of("failed", "rejected", "timed_out"),
                            "#b91c1c"),
                    new Part("open", "under way", List.of("in_progress", "evicted"), "#57606a"));

    private record Part(String kind, String title, List<String> outcomes, String colour) {}

    /**
     * @param unit height of one attempt
     */
    private record Place(double x, double step, double unit) {}

    private AttemptsChart() {}

    static String draw(CallCube calls, Buckets buckets) {
        long seconds = Math.max(1, (buckets.toMicros() - buckets.fromMicros()) / 1_000_000L);
        return svg(calls.outcomes(), buckets, seconds);
    }

    private static String svg(Map<Long, Map<String, Long>> buckets, Buckets parts, long seconds) {
        long first = parts.first();
        long width = parts.seconds();
        long bars = parts.count();
        long most = 1;
        for (Map<String, Long> counts : buckets.values()) {
            most = Math.max(most, counts.values().stream().mapToLong(Long::longValue).sum());
        }
        double step = (double) (WIDTH - LEFT) / bars;
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"group\" aria-label=\"Attempts over time by how they ended\" font-family=\"system-ui, sans-serif\" font-size=\"11\">\n"
                        .formatted(WIDTH, HEIGHT + FOOT));
        axis(svg, most, HEIGHT - 8);
        for (Map.Entry<Long, Map<String, Long>> bucket : buckets.entrySet()) {
            double x = LEFT + (bucket.getKey() - first) / (double) width * step;
            double unit = (HEIGHT - 8.0) / most;
            bar(svg, bucket.getKey(), width, bucket.getValue(), new Place(x, step, unit));
        }
        for (int i = 0; i < 5; i++) {
            long at = first + bars * width * i / 5;
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<text class=\"axis\" x=\"%.1f\" y=\"%d\" fill=\"#57606a\">%s</text>\n",
                            LEFT + (at - first) / (double) width * step,
                            HEIGHT + 13,
                            Show.minute(at * 1_000_000L).substring(seconds > 172_800 ? 5 : 11)));
        }
        return svg.append("</svg>\n").toString();
    }

    private static void axis(StringBuilder svg, long most, int height) {
        svg.append(
                "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#94a3b8\"/>\n"
                        .formatted(LEFT, HEIGHT, WIDTH, HEIGHT));
        svg.append(
                "<text class=\"axis\" x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#57606a\">%d</text>\n"
                        .formatted(LEFT - 6, HEIGHT - height + 8, most));
        svg.append(
                "<text class=\"axis\" x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#57606a\">0</text>\n"
                        .formatted(LEFT - 6, HEIGHT));
    }

    private static void bar(
            StringBuilder svg, long bucket, long width, Map<String, Long> counts, Place place) {
        svg.append(
                "<a href=\"%s\"><g><title>%s"
                        .formatted(
                                Show.search(
                                                "/calls",
                                                OverviewPages.firstLegs(""),
                                                new Span(
                                                        bucket * 1_000_000L,
                                                        (bucket + width) * 1_000_000L))
                                        .replace("&", "&amp;"),
                                Show.minute(bucket * 1_000_000L)));
        StringBuilder bars = new StringBuilder();
        double y = HEIGHT;
        for (Part part : PARTS) {
            long count = part.outcomes().stream().mapToLong(o -> counts.getOrDefault(o, 0L)).sum();
            if (count > 0) {
                svg.append("; ").append(count).append(' ').append(part.title());
                double height = count * place.unit();
                y -= height;
                bars.append(
                        String.format(
                                Locale.ROOT,
                                "<rect class=\"%s\" fill=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                                part.kind(),
                                part.colour(),
                                place.x() + 0.5,
                                y,
                                Math.max(1, place.step() - 1),
                                height));
            }
        }
        svg.append("</title>").append(bars).append("</g></a>\n");
    }
}
