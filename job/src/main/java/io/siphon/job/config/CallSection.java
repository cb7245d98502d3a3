package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import java.time.Duration;

/** {@code call.*}: when a call has timed out, what is late, and when its media is one-way. */
public record CallSection(
        Duration setupTimeout, Duration maxDuration, Duration oneWayAfter, Duration endedReach)
        implements Section {

    public static final ConfigOption<Duration> SETUP_TIMEOUT =
            ConfigOptions.key("call.setup-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(4))
                    .withDescription(
                            "A call without a final response for this long has timed out. RFC 3261's"
                                    + " timer C is a little over 3 minutes.");

    public static final ConfigOption<Duration> MAX_DURATION =
            ConfigOptions.key("call.max-duration")
                    .durationType()
                    .defaultValue(Duration.ofHours(12))
                    .withDescription(
                            "An answered call without a BYE for this long has timed out: the BYE was"
                                    + " lost or never sent.");

    public static final ConfigOption<Duration> ONE_WAY_AFTER =
            ConfigOptions.key("call.one-way-after")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(8))
                    .withDescription(
                            "A side that sends no media for this long, while the call is up and both"
                                    + " sides may send, makes it `one_way` in `calls.media_verdict`.");

    public static final ConfigOption<Duration> ENDED_REACH =
            ConfigOptions.key("call.ended-reach")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(15))
                    .withDescription(
                            "How long an ended call or registration is recognized after its state is"
                                    + " deleted, 32 s after its end. An agent that sends messages"
                                    + " late (spool, reconnect) then begins no second row: they are"
                                    + " stored and counted in `messagesAfterEnd`. 24 octets each, twice as"
                                    + " many as `state.max-calls` at most; `0` for none.");

    static CallSection from(Configuration configuration) {
        return new CallSection(
                configuration.get(SETUP_TIMEOUT),
                configuration.get(MAX_DURATION),
                configuration.get(ONE_WAY_AFTER),
                configuration.get(ENDED_REACH));
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.positive(SETUP_TIMEOUT, setupTimeout);
        mistakes.positive(MAX_DURATION, maxDuration);
        mistakes.positive(ONE_WAY_AFTER, oneWayAfter);
    }
}
