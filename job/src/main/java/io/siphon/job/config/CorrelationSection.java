package io.siphon.job.config;

import io.siphon.udf.call.CallIdState;
import io.siphon.udf.correlation.CorrelationSettings;
import io.siphon.udf.correlation.HeaderRule;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code correlation.*}: which calls are legs of one conversation. */
public record CorrelationSection(
        List<String> headers,
        @Nullable String rules,
        List<String> callIdSuffixes,
        int digits,
        Duration window,
        int maxLegs,
        String legs,
        String sameCallId)
        implements Section {

    private static final String MERGE = "merge";
    private static final String ALL = "all";
    private static final String CALL = "call";
    private static final String LEGS_BY_TAG = "legs";

    public static final ConfigOption<List<String>> HEADERS =
            ConfigOptions.key("correlation.headers")
                    .stringType()
                    .asList()
                    .defaultValues(
                            "X-CID",
                            "X-Call-ID",
                            "X-Genesys-CallUUID",
                            "Cisco-Guid",
                            "P-Charging-Vector,icid-value=\"?([^\";,\\s]+)")
                    .withDescription(
                            "Headers of an INVITE that name the Call-ID of another leg, or are the"
                                    + " same in all legs: `Header`, or `Header,regex` where a part"
                                    + " of the value is meant (its first group). Values of fewer"
                                    + " than 6 characters are left out. Session-ID, Replaces, Join,"
                                    + " Target-Dialog and In-Reply-To are always read.");

    public static final ConfigOption<String> RULES =
            ConfigOptions.key("correlation.rules")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with rules for devices whose legs are not found otherwise, one"
                                    + " per line: `name header=X-Leg regex=^([^;]+)`; `#` begins a"
                                    + " comment. [How they are"
                                    + " written](correlation.md#rules-of-your-own). It is read at"
                                    + " the start, where the job is submitted.");

    public static final ConfigOption<List<String>> CALL_ID_SUFFIXES =
            ConfigOptions.key("correlation.call-id-suffixes")
                    .stringType()
                    .asList()
                    .defaultValues("_b2b-1")
                    .withDescription(
                            "Suffixes that B2BUAs append to a Call-ID to make the Call-ID of the"
                                    + " other leg. A Call-ID after `///` (SIPp) is always read.");

    public static final ConfigOption<Integer> DIGITS =
            ConfigOptions.key("correlation.digits")
                    .intType()
                    .defaultValue(6)
                    .withDescription(
                            "Last digits of caller and callee that two legs have in common if"
                                    + " nothing in their messages links them. 0 disables this guess.");

    public static final ConfigOption<Duration> WINDOW =
            ConfigOptions.key("correlation.window")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(15))
                    .withDescription(
                            "Maximum time between the beginnings of two legs that are linked by"
                                    + " numbers or by SDP.");

    public static final ConfigOption<Integer> MAX_LEGS =
            ConfigOptions.key("correlation.max-legs")
                    .intType()
                    .defaultValue(20)
                    .withDescription(
                            "Maximum number of legs of a conversation. Links beyond it are stored"
                                    + " as `rejected`, and counted.");

    public static final ConfigOption<String> LEGS =
            ConfigOptions.key("correlation.legs")
                    .stringType()
                    .defaultValue(MERGE)
                    .withDescription(
                            "What measurements of calls count. `merge`: the first leg of each"
                                    + " conversation; `all`: every leg, which suits outgoing trunks."
                                    + " `call_concurrent` always counts legs.");

    public static final ConfigOption<String> SAME_CALL_ID =
            ConfigOptions.key("correlation.same-call-id")
                    .stringType()
                    .defaultValue(CALL)
                    .withDescription(
                            "How an INVITE from another host with another From tag is treated"
                                    + " while a call with the same Call-ID is up. B2BUAs that keep the"
                                    + " Call-ID send such INVITEs. `call`: a hop of that call, so that a"
                                    + " Call-ID has one row at a time; `legs`: a leg with a row of its own,"
                                    + " linked to the first one, at most 8 of a Call-ID.");

    static CorrelationSection from(Configuration configuration) {
        return new CorrelationSection(
                configuration.get(HEADERS),
                configuration.get(RULES),
                configuration.get(CALL_ID_SUFFIXES),
                configuration.get(DIGITS),
                configuration.get(WINDOW),
                configuration.get(MAX_LEGS),
                configuration.get(LEGS),
                configuration.get(SAME_CALL_ID));
    }

    /** Whether only the first leg of a conversation is measured. */
    public boolean countsFirstLegs() {
        return legs.equals(MERGE);
    }

    /** How legs are found. */
    public CorrelationSettings settings() {
        return new CorrelationSettings(
                headers.stream().map(HeaderRule::of).toList(),
                rules == null ? List.of() : CorrelationRulesFile.read(Path.of(rules)).rules(),
                callIdSuffixes,
                digits,
                window.toNanos() / 1000,
                maxLegs,
                mostOfCallId());
    }

    /** Calls of one Call-ID at a time. */
    public int mostOfCallId() {
        return sameCallId.equals(LEGS_BY_TAG) ? CallIdState.MOST : 1;
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.parse(HEADERS, () -> headers.forEach(HeaderRule::of));
        if (rules != null) {
            CorrelationRulesFile.read(Path.of(rules))
                    .mistakes()
                    .forEach(mistake -> mistakes.add(RULES, mistake));
        }
        mistakes.notNegative(DIGITS, digits);
        mistakes.positive(WINDOW, window);
        mistakes.positive(MAX_LEGS, maxLegs);
        if (!legs.equals(MERGE) && !legs.equals(ALL)) {
            mistakes.add(LEGS, "expected merge or all, got " + legs);
        }
        if (!sameCallId.equals(CALL) && !sameCallId.equals(LEGS_BY_TAG)) {
            mistakes.add(SAME_CALL_ID, "expected call or legs, got " + sameCallId);
        }
    }
}
