package io.siphon.console.web;

import java.util.List;

/**
 * A call: its ladder first.
 *
 * @param verdict why it ended as it did; empty when that is not known
 * @param failed whether that is a failure
 * @param verdictLink to the message that shows it; empty for none
 * @param header SVG of the hosts' names
 * @param body SVG of the arrows
 * @param cut how many messages there are, where not all are here; empty where they are
 * @param live URL that follows its messages; empty where it is over
 * @param known rows of them that are here
 * @param parts links to the parts of a long flow; empty when it fits one
 * @param message that is chosen; null for none
 * @param charts quality over its time; empty where it is not known
 */
public record CallPage(
        Frame frame,
        String callId,
        String verdict,
        boolean failed,
        String verdictLink,
        List<Fact> facts,
        String header,
        String body,
        int messages,
        String cut,
        HostList hosts,
        String live,
        long known,
        List<Choice> options,
        List<SearchView.Chip> parts,
        MessageView message,
        List<ChartView> charts,
        List<TableView> tables,
        List<SearchView.Chip> exports) {

    /** Link to this call beside another. */
    public String compare() {
        return Show.link("/compare", "a", callId);
    }

    /**
     * Something to switch.
     *
     * @param key that does so
     */
    public record Choice(String title, String href, boolean active, String meaning, String key) {}

    /** A name and a value. */
    public record Fact(String name, String value) {}
}
