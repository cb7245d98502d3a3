package io.siphon.console.flow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where two conversations part. Of each it looks at the steps: a message that is passed on, sent
 * again or seen by several agents is one, and 100 Trying, which each hop sends by itself, is none.
 *
 * @param sentence what they have in common, and what then differs
 * @param first number of the message of the first that differs; 0 for none
 * @param second likewise
 */
public record FlowComparison(String sentence, int first, int second) {

    private static final int SHOWN = 4;

    private record Step(String label, int number) {}

    public static FlowComparison of(Flow first, Flow second) {
        List<Step> one = steps(first);
        List<Step> other = steps(second);
        int common = 0;
        while (common < one.size()
                && common < other.size()
                && one.get(common).label().equals(other.get(common).label())) {
            common++;
        }
        if (common == one.size() && common == other.size()) {
            return new FlowComparison(
                    "Both have the same steps: " + list(one, 0, common) + ".", 0, 0);
        }
        String alike =
                common == 0
                        ? "They differ from the first message: "
                        : "Alike up to "
                                + list(one, Math.max(0, common - SHOWN), common)
                                + ". Then: ";
        return new FlowComparison(
                alike + "A has " + next(one, common) + ", B has " + next(other, common) + ".",
                common < one.size() ? one.get(common).number() : 0,
                common < other.size() ? other.get(common).number() : 0);
    }

    private static String next(List<Step> steps, int from) {
        return from >= steps.size() ? "nothing more" : steps.get(from).label();
    }

    private static String list(List<Step> steps, int from, int to) {
        List<String> labels = new ArrayList<>();
        steps.subList(from, to).forEach(step -> labels.add(step.label()));
        return (from > 0 ? "… " : "") + String.join(", ", labels);
    }

    private static List<Step> steps(Flow flow) {
        List<Step> steps = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>();
        for (Arrow arrow : flow.arrows()) {
            String cseq = SipText.of(arrow.trace().payload()).header("cseq");
            boolean counts = arrow.status() != 100 && arrow.retransmission() == 0;
            if (counts && known.add(arrow.label() + "\n" + cseq)) {
                String of = arrow.isRequest() ? "" : " (" + arrow.method() + ")";
                steps.add(new Step(arrow.label() + of, arrow.number()));
            }
        }
        return steps;
    }
}
