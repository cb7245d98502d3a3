package io.siphon.job.config;

import io.siphon.schema.IpText;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import java.time.Duration;
import java.util.List;

/** {@code hep.*} for every transport: clocks, order and agents. */
public record HepSection(
        Duration clockMaxBehind,
        Duration clockMaxAhead,
        Duration outOfOrderness,
        int agentsMax,
        List<String> localAddresses)
        implements Section {

    public static final ConfigOption<Duration> CLOCK_MAX_BEHIND =
            ConfigOptions.key("hep.clock.max-behind")
                    .durationType()
                    .defaultValue(Duration.ofDays(1))
                    .withDescription(
                            "An agent's time further in the past than this is replaced by the"
                                    + " time of receipt, and counted.");

    public static final ConfigOption<Duration> CLOCK_MAX_AHEAD =
            ConfigOptions.key("hep.clock.max-ahead")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription(
                            "An agent's time further in the future than this is replaced by the"
                                    + " time of receipt, and counted.");

    public static final ConfigOption<Duration> OUT_OF_ORDERNESS =
            ConfigOptions.key("hep.out-of-orderness")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(2))
                    .withDescription(
                            "How much later than its time a message may arrive and still be put"
                                    + " in order. Calls and measurements are delayed by this.");

    public static final ConfigOption<Integer> AGENTS_MAX =
            ConfigOptions.key("hep.agents.max")
                    .intType()
                    .defaultValue(1000)
                    .withDescription(
                            "Maximum number of agents with metrics of their own (clock skew,"
                                    + " messages), and an eighth more for agents that send much; further"
                                    + " agents share `other`. A socket corrects the clocks of as many"
                                    + " agents.");

    public static final ConfigOption<List<String>> LOCAL_ADDRESSES =
            ConfigOptions.key("hep.local-addresses")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Addresses of your own proxies. They distinguish `in` from `out`"
                                    + " for agents that do not send the direction and send HEP from"
                                    + " another address than their SIP.");

    static HepSection from(Configuration configuration) {
        return new HepSection(
                configuration.get(CLOCK_MAX_BEHIND),
                configuration.get(CLOCK_MAX_AHEAD),
                configuration.get(OUT_OF_ORDERNESS),
                configuration.get(AGENTS_MAX),
                configuration.get(LOCAL_ADDRESSES));
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.positive(AGENTS_MAX, agentsMax);
        localAddresses.stream()
                .filter(text -> IpText.normalized(text) == null)
                .forEach(
                        text ->
                                mistakes.add(
                                        LOCAL_ADDRESSES,
                                        "got %s, expected an IP address like 192.0.2.1 or 2001:db8::1"
                                                .formatted(text)));
    }
}
