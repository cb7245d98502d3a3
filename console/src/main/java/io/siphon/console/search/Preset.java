package io.siphon.console.search;

import java.util.List;
import java.util.Set;

/**
 * A query with a name: {@code is:short}. Chips above the search box.
 *
 * @param title on the chip
 * @param query what it stands for
 */
public record Preset(String name, String title, String query, String meaning) {

    /**
     * Of calls. Each refers only to those before it. {@code failed} is the rule of {@link
     * io.siphon.schema.CallOutcome#isFailed}.
     */
    public static final List<Preset> CALLS =
            List.of(
                    new Preset(
                            "failed",
                            "failed",
                            "outcome:failed OR outcome:rejected OR (outcome:timed_out setup:none)",
                            "Attempts that the network or the callee's side refused, or that got no"
                                    + " final response."),
                    new Preset(
                            "short",
                            "short",
                            "outcome:answered dur:<10s",
                            "Answered, and over in less than 10 s."),
                    new Preset(
                            "slow-setup",
                            "slow setup",
                            "pdd:>5s",
                            "More than 5 s of post-dial delay."),
                    new Preset(
                            "one-way",
                            "one-way media",
                            "media:one-way",
                            "RTP was captured in one direction only, or one side was silent for long."),
                    new Preset(
                            "poor-media",
                            "poor media",
                            "mos:<3.5 OR loss:>5",
                            "A stream with a MOS below 3.5 or more than 5 % lost."),
                    new Preset(
                            "retried",
                            "retried",
                            "retries:>1",
                            "More than one further INVITE: other gateways tried."),
                    new Preset("still-up", "still up", "up:yes", "Not over yet."),
                    new Preset(
                            "problems",
                            "problems",
                            "is:failed OR is:short OR is:slow-setup OR is:one-way OR is:poor-media",
                            "Any of: failed, short, slow setup, one-way, poor media."));

    private static final Set<String> NOUNS =
            Set.of("slow-setup", "one-way", "poor-media", "problems");

    /** In the words of a query: calls {@code with problems}, {@code short}. */
    String words() {
        return NOUNS.contains(name) ? "with " + title : title;
    }
}
