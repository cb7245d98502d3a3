package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

/** {@code state.max-*}: how much is followed at once. */
public record StateSection(
        int maxCalls, int maxRegistrations, int maxRtcp, int maxStreams, MemorySize maxHeld)
        implements Section {

    public static final ConfigOption<Integer> MAX_CALLS =
            ConfigOptions.key("state.max-calls")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Maximum number of calls followed at once, in all. A call of more"
                                    + " than half a kB counts as several, and an ended call still counts"
                                    + " for 32 s. Beyond it ended calls are forgotten, then the oldest"
                                    + " unanswered ones are closed as `evicted` and counted, with an"
                                    + " alert. 0: 390 for each MB of heap beyond 256 MB, 300,000 with 1"
                                    + " GB.");

    public static final ConfigOption<Integer> MAX_REGISTRATIONS =
            ConfigOptions.key("state.max-registrations")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Maximum number of registrations followed at once, under way or in"
                                    + " force. Beyond it the oldest unanswered ones are closed as"
                                    + " `evicted`, and those in force that expire last are forgotten. 0:"
                                    + " 78 for each MB of heap beyond 256 MB, 60,000 with 1 GB.");

    public static final ConfigOption<Integer> MAX_RTCP =
            ConfigOptions.key("state.max-rtcp")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Maximum number of calls whose media and RTCP reports are followed"
                                    + " at once, counted as for `state.max-calls`. Beyond it calls without"
                                    + " known signalling are summarized early. 0: as `state.max-calls`.");

    public static final ConfigOption<Integer> MAX_STREAMS =
            ConfigOptions.key("state.max-streams")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Maximum number of RTP streams of a capture, and of sockets"
                                    + " announced by SDP, followed at once. Beyond it new ones are not"
                                    + " followed, and counted. 0: 130 for each MB of heap beyond 256 MB,"
                                    + " 100,000 with 1 GB.");

    public static final ConfigOption<MemorySize> MAX_HELD =
            ConfigOptions.key("state.max-held")
                    .memoryType()
                    .defaultValue(MemorySize.ZERO)
                    .withDescription(
                            "Memory for messages that wait to be put in order, for calls,"
                                    + " registrations and RTCP each. Beyond it the oldest are processed"
                                    + " early, and counted. 0: a sixteenth of the heap beyond 256 MB, 48"
                                    + " MB with 1 GB.");

    static StateSection from(Configuration configuration) {
        return new StateSection(
                configuration.get(MAX_CALLS),
                configuration.get(MAX_REGISTRATIONS),
                configuration.get(MAX_RTCP),
                configuration.get(MAX_STREAMS),
                configuration.get(MAX_HELD));
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.notNegative(MAX_CALLS, maxCalls);
        mistakes.notNegative(MAX_REGISTRATIONS, maxRegistrations);
        mistakes.notNegative(MAX_RTCP, maxRtcp);
        mistakes.notNegative(MAX_STREAMS, maxStreams);
    }
}
