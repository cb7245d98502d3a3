package io.siphon.console.flow;

/** A flow as the text of a sequence diagram of Mermaid, for wikis and tickets that draw those. */
public final class MermaidLadder {

    private MermaidLadder() {}

    public static String of(Flow flow) {
        StringBuilder out = new StringBuilder("sequenceDiagram\n");
        for (int i = 0; i < flow.columns().size(); i++) {
            out.append(
                    "    participant h%d as %s\n"
                            .formatted(i, escape(flow.columns().get(i).name())));
        }
        for (Arrow arrow : flow.arrows()) {
            out.append(
                    "    h%d%sh%d: %s %s\n"
                            .formatted(
                                    arrow.from(),
                                    arrow.isRequest() ? "->>" : "-->>",
                                    arrow.to(),
                                    FlowTime.delta(flow.sinceStartMicros(arrow)),
                                    escape(arrow.label() + arrow.marks())));
        }
        if (!flow.extent().isWhole()) {
            out.append("    Note over h0: cut: ")
                    .append(escape(flow.extent().words()))
                    .append('\n');
        }
        return out.toString();
    }

    /** Mermaid has entities by number, and takes {@code ;} for the end of a line. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(
                        c -> {
                            if ("#;<>&\"%{}".indexOf(c) >= 0) {
                                escaped.append('#').append(c).append(';');
                            } else {
                                escaped.append((char) c);
                            }
                        });
        return escaped.toString();
    }
}
