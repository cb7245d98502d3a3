package io.siphon.console.flow;

import io.siphon.schema.PlainText;

import java.util.List;

/**
 * A flow as SVG: the same bytes for the same flow. Nothing but presentation attributes, so that it
 * is drawn under a policy without inline styles; classes let a page draw it in its own colours.
 * Each arrow is an item of a list with a sentence as its title.
 */
public final class SvgLadder {

    private static final int TIMES = 176;
    private static final int MIN_STEP = 140;

    /** Of a few columns together: they have room for whole labels. */
    private static final int WIDTH = 540;

    /** Likewise, where two ladders stand beside each other. */
    private static final int NARROW_WIDTH = 420;

    private static final int ROW = LadderLayout.ROW;
    private static final int HEAD = 34;
    private static final String FONT =
            "font-family=\"ui-monospace, 'DejaVu Sans Mono', Consolas, monospace\" font-size=\"12\"";

    private final Flow flow;
    private final LadderLayout layout;
    private final LadderStyle style;
    private final int step;
    private final StringBuilder svg = new StringBuilder();

    private SvgLadder(Flow flow, List<Note> notes, LadderStyle style) {
        this.flow = flow;
        this.layout = LadderLayout.of(flow, notes, style.toScale());
        this.style = style;
        int width = style.narrow() ? NARROW_WIDTH : WIDTH;
        this.step = Math.max(MIN_STEP, width / Math.max(2, flow.columns().size()));
    }

    /** A document of its own: on white, with the hosts' names above. */
    public static String document(Flow flow) {
        SvgLadder ladder = new SvgLadder(flow, List.of(), LadderStyle.PLAIN);
        boolean whole = flow.extent().isWhole();
        int height = HEAD + ladder.layout.height() + (whole ? 0 : ROW);
        ladder.open(
                height, " xmlns=\"http://www.w3.org/2000/svg\"", "Call flow of " + flow.callId());
        ladder.svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        ladder.names();
        ladder.svg.append("<g transform=\"translate(0 ").append(HEAD).append(")\">\n");
        ladder.arrows();
        ladder.svg.append("</g>\n");
        if (!whole) {
            ladder.svg.append(
                    "<text x=\"6\" y=\"%d\" fill=\"#b91c1c\">cut: %s</text>\n"
                            .formatted(height - 10, escape(flow.extent().words())));
        }
        ladder.svg.append("</svg>\n");
        return ladder.svg.toString();
    }

    /** The hosts' names, for a page that keeps them in sight. */
    public static String header(Flow flow) {
        return header(flow, LadderStyle.PLAIN);
    }

    /** Likewise, above such a ladder. */
    public static String header(Flow flow, LadderStyle style) {
        SvgLadder ladder = new SvgLadder(flow, List.of(), style);
        ladder.open(HEAD, "", "group", "Hosts");
        ladder.names();
        return ladder.svg.append("</svg>\n").toString();
    }

    /**
     * The arrows alone, for a page.
     *
     * @param notes in order of time
     */
    public static String body(Flow flow, List<Note> notes, LadderStyle style) {
        SvgLadder ladder = new SvgLadder(flow, notes, style);
        ladder.open(ladder.layout.height(), "", "Messages in order of time");
        ladder.arrows();
        return ladder.svg.append("</svg>\n").toString();
    }

    private int width() {
        return TIMES + step * Math.max(1, flow.columns().size());
    }

    private int x(int column) {
        return TIMES + step * column + step / 2;
    }

    private void open(int height, String attributes, String title) {
        open(height, attributes, "list", title);
    }

    private void open(int height, String attributes, String role, String title) {
        svg.append(
                "<svg%s class=\"ladder\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"%s\" aria-label=\"%s\" %s>\n"
                        .formatted(
                                attributes,
                                width(),
                                height,
                                width(),
                                height,
                                role,
                                escape(title),
                                FONT));
    }

    private void names() {
        for (int i = 0; i < flow.columns().size(); i++) {
            Column column = flow.columns().get(i);
            svg.append(
                    "<g class=\"host\"><title>%s</title><rect x=\"%d\" y=\"4\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"#eef2f7\" stroke=\"#94a3b8\"/><text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#0f172a\">%s</text></g>\n"
                            .formatted(
                                    escape(String.join(", ", column.sockets())),
                                    x(i) - step / 2 + 8,
                                    step - 16,
                                    HEAD - 10,
                                    x(i),
                                    HEAD / 2 + 3,
                                    escape(shorter(column.name(), step / 8 - 1))));
        }
    }

    private void arrows() {
        for (int i = 0; i < flow.columns().size(); i++) {
            svg.append(
                    "<line class=\"life\" x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"%d\" stroke=\"#cbd5e1\"/>\n"
                            .formatted(x(i), x(i), layout.height()));
        }
        SvgNote notes = new SvgNote(flow, style, TIMES, step, width(), svg);
        for (LadderLine line : layout.lines()) {
            if (line.silence() > 0) {
                notes.silence(line.silence(), line.y() - ROW);
            }
            if (line.arrow() != null) {
                arrow(line.arrow(), line.y());
            } else {
                notes.draw(line.note(), line.y());
            }
        }
    }

    private void arrow(Arrow arrow, int y) {
        String again = arrow.retransmission() > 0 ? " again" : "";
        String chosen =
                (arrow.number() == style.selected() ? " selected" : "")
                        + (arrow.number() == style.marked() ? " marked" : "");
        String link = style.link();
        svg.append("<g role=\"listitem\">");
        if (!link.isEmpty()) {
            svg.append(
                    "<a href=\"%s%d#message\" id=\"%s%d\""
                            .formatted(
                                    escape(link), arrow.number(), style.anchor(), arrow.number()));
            svg.append(arrow.number() == style.selected() ? " aria-current=\"true\"" : "")
                    .append(">");
        }
        svg.append(
                "<g class=\"arrow %s%s%s\"><title>%s</title>"
                        .formatted(
                                colourClass(arrow), again, chosen, escape(flow.sentence(arrow))));
        svg.append(
                "<rect class=\"row\" x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" pointer-events=\"all\"/>"
                        .formatted(y, width(), ROW));
        svg.append(
                "<text class=\"time\" x=\"6\" y=\"%d\" fill=\"#475569\">%s</text><text class=\"delta\" x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#64748b\" font-size=\"11\">%s</text>"
                        .formatted(
                                y + 20,
                                time(arrow.timeMicros()),
                                TIMES + 12,
                                y + 20,
                                FlowTime.shortDelta(arrow.deltaMicros())));
        shaft(arrow, y);
        svg.append("</g>").append(link.isEmpty() ? "</g>\n" : "</a></g>\n");
    }

    /** Its kind, or, of one colour a transaction, one of six. */
    private String colourClass(Arrow arrow) {
        if (!style.byTransaction()) {
            return arrow.kind();
        }
        String cseq = SipText.of(arrow.trace().payload()).header("cseq");
        return arrow.kind() + " cseq" + Math.floorMod(cseq.split("\\s+", 2)[0].hashCode(), 6);
    }

    private String time(long micros) {
        return style.sinceStart()
                ? FlowTime.delta(micros - style.startMicros())
                : FlowTime.clock(micros);
    }

    private void shaft(Arrow arrow, int y) {
        String colour = colour(arrow);
        String dashes = arrow.retransmission() > 0 ? " stroke-dasharray=\"5 3\"" : "";
        int from = x(arrow.from());
        int to = x(arrow.to());
        String label = escape(label(arrow));
        if (from == to) {
            svg.append(
                    "<path d=\"M%d %d h26 v8 h-20\" fill=\"none\" stroke=\"%s\"%s/><path d=\"M%d %d l8 -4 v8 z\" fill=\"%s\"/>"
                            .formatted(from, y + 12, colour, dashes, from, y + 20, colour));
            svg.append(
                    "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>"
                            .formatted(from + 32, y + 18, colour, label));
            return;
        }
        int direction = to > from ? 1 : -1;
        svg.append(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"1.5\"%s/><path d=\"M%d %d l%d -4 v8 z\" fill=\"%s\"/>"
                        .formatted(
                                from,
                                y + 22,
                                to - 6 * direction,
                                y + 22,
                                colour,
                                dashes,
                                to,
                                y + 22,
                                -9 * direction,
                                colour));
        svg.append(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">%s</text>"
                        .formatted((from + to) / 2, y + 16, colour, label));
    }

    /** As much as fits between the ends. */
    private String label(Arrow arrow) {
        int steps = Math.max(1, Math.abs(arrow.from() - arrow.to()));
        int room = steps * step / 7 - 3;
        String marks =
                (arrow.sdp().isEmpty() ? "" : " (SDP)")
                        + (arrow.retransmission() > 0 ? " ↻" + arrow.retransmission() : "")
                        + (arrow.nodes().size() > 1 ? " ×" + arrow.nodes().size() : "");
        return shorter(arrow.label(), Math.max(6, room - marks.length())) + marks;
    }

    /** Meaning is in the label and the dashes, too. */
    private static String colour(Arrow arrow) {
        return switch (arrow.kind()) {
            case "request" -> "#1d4ed8";
            case "provisional" -> "#57606a";
            case "success" -> "#15803d";
            case "redirect" -> "#92600a";
            default -> "#b91c1c";
        };
    }

    static String shorter(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    /** For XML: also without what XML cannot hold. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        PlainText.line(text).codePoints().forEach(c -> escape(c, escaped));
        return escaped.toString();
    }

    private static void escape(int c, StringBuilder to) {
        switch (c) {
            case '&' -> to.append("&amp;");
            case '<' -> to.append("&lt;");
            case '>' -> to.append("&gt;");
            case '"' -> to.append("&quot;");
            case '\'' -> to.append("&#39;");
            default -> {
                boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
                boolean none = (c & 0xFFFE) == 0xFFFE;
                to.appendCodePoint(surrogate || none ? 0xFFFD : c);
            }
        }
    }
}
