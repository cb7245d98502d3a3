package io.siphon.console.flow;

import java.util.List;

/** Draws what is not a message: notes and folded silence. */
record SvgNote(Flow flow, LadderStyle style, int times, int step, int width, StringBuilder svg) {

    private static final int ROW = LadderLayout.ROW;

    /** Of a character, px. */
    private static final int CHARACTER = 7;

    void draw(Note note, int y) {
        String kind = note.kind().name().toLowerCase(java.util.Locale.ROOT);
        svg.append(
                "<g class=\"note %s\" role=\"listitem\"><title>%s</title>"
                        .formatted(
                                kind,
                                SvgLadder.escape(
                                        FlowTime.clock(note.timeMicros()) + " " + note.detail())));
        svg.append(
                "<text class=\"time\" x=\"6\" y=\"%d\" fill=\"#475569\">%s</text>"
                        .formatted(
                                y + 20,
                                style.sinceStart()
                                        ? FlowTime.delta(note.timeMicros() - style.startMicros())
                                        : FlowTime.clock(note.timeMicros())));
        int from = column(note.source());
        int to = column(note.destination());
        if (from >= 0 && to >= 0 && from != to) {
            between(note, y, times + step * from + step / 2, times + step * to + step / 2);
        } else {
            across(note, y);
        }
        svg.append("</g>\n");
    }

    /** A thin dotted arrow. */
    private void between(Note note, int y, int from, int to) {
        int direction = to > from ? 1 : -1;
        int room = Math.abs(to - from) / CHARACTER + 1; // 11 px, a character is a little less
        svg.append(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#7c3aed\" stroke-dasharray=\"2 3\"/><path d=\"M%d %d l%d -3 v6 z\" fill=\"#7c3aed\"/><text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-size=\"11\" fill=\"#7c3aed\">%s</text>"
                        .formatted(
                                from,
                                y + 22,
                                to - 5 * direction,
                                y + 22,
                                to,
                                y + 22,
                                -7 * direction,
                                (from + to) / 2,
                                y + 16,
                                SvgLadder.escape(SvgLadder.shorter(note.text(), room))));
    }

    private void across(Note note, int y) {
        int room = (width - times - 24) / CHARACTER;
        svg.append(
                "<rect class=\"band\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"#f1f5f9\"/><text x=\"%d\" y=\"%d\" font-size=\"11\" fill=\"#334155\">%s</text>"
                        .formatted(
                                times + 22,
                                y + 6,
                                width - times - 28,
                                ROW - 9,
                                times + 30,
                                y + 20,
                                SvgLadder.escape(
                                        SvgLadder.shorter(
                                                word(note) + note.text() + ends(note),
                                                Math.max(8, room)))));
    }

    /** Of media that no arrow shows. */
    private static String ends(Note note) {
        return note.source().isEmpty() || note.destination().isEmpty()
                ? ""
                : ", "
                        + Endpoint.of(note.source()).hostAndPort()
                        + " → "
                        + Endpoint.of(note.destination()).hostAndPort();
    }

    /** What it is, where its text does not say so. */
    private static String word(Note note) {
        return switch (note.kind()) {
            case LOG -> "log: ";
            case ALERT -> "alert ";
            case RTCP -> note.text().startsWith("RTCP") ? "" : "RTCP ";
            default -> "";
        };
    }

    void silence(long micros, int y) {
        svg.append(
                "<g class=\"silence\"><rect class=\"band\" x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#f8fafc\"/><text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-size=\"11\" fill=\"#64748b\">%.1f s without a message</text></g>\n"
                        .formatted(
                                y + 5,
                                width,
                                ROW - 10,
                                times + (width - times) / 2,
                                y + 20,
                                micros / 1e6));
    }

    /** The column of that host, -1 where there is none: media often have addresses of their own. */
    private int column(String socket) {
        if (socket.isEmpty()) {
            return -1;
        }
        Endpoint endpoint = Endpoint.of(socket);
        List<Column> columns = flow.columns();
        for (int i = 0; i < columns.size(); i++) {
            String key = columns.get(i).key();
            if (key.equals(endpoint.host()) || key.equals(endpoint.hostAndPort())) {
                return i;
            }
        }
        return -1;
    }
}
