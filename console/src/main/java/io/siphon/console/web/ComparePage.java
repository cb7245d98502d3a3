package io.siphon.console.web;

import io.siphon.console.flow.MessageDiff;

import javax.annotation.Nullable;

import java.util.List;
import java.util.Set;

/**
 * Two calls side by side.
 *
 * @param first Call-ID as it was given; empty where none was
 * @param second likewise
 * @param a null where none was given
 * @param b likewise
 * @param sentence where they part; empty until there are two
 * @param facts of both
 * @param diff of the message of each that is chosen; null for none, or where the role sees no text
 * @param suggestions calls to compare the first with
 */
public record ComparePage(
        Frame frame,
        String first,
        String second,
        @Nullable Side a,
        @Nullable Side b,
        String sentence,
        List<FactPair> facts,
        @Nullable MessageDiff diff,
        String diffTitle,
        List<SearchView.Chip> suggestions) {

    /**
     * One of them.
     *
     * @param name {@code A} or {@code B}
     * @param header SVG of the hosts' names
     * @param body SVG of the arrows
     * @param cut how many messages there are, where not all are here; empty where they are
     */
    public record Side(
            String name,
            String title,
            String callId,
            String href,
            String verdict,
            String header,
            String body,
            String cut) {}

    /** A fact of both; empty where one has none. */
    public record FactPair(String name, String a, String b) {

        /** No two calls have these in common. */
        private static final Set<String> OF_ONE =
                Set.of("Began", "Rang", "Answered", "Ended", "Correlation id");

        public boolean differs() {
            return !a.equals(b) && !OF_ONE.contains(name);
        }
    }
}
