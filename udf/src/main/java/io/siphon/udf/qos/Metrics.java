package io.siphon.udf.qos;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every metric, in the order of {@code docs/metrics.md}. */
public final class Metrics {

    public static final List<Metric<?>> ALL =
            all(
                    Stream.concat(ReportedFigure.ALL.stream(), VoipMetricsXr.ALL.stream()).toList(),
                    new SipRequests(),
                    new SipResponses(),
                    new CallAttempts(),
                    new CallAnswers(),
                    new CallEnds(),
                    new CallCauses(),
                    new CallAttestations(),
                    new CallDuration(),
                    new CallPostDialDelay(),
                    new CallSetupTime(),
                    new RegistrationAttempts(),
                    new RegistrationEnds(),
                    new RegistrationChallenges(),
                    new RegistrationRequestDelay(),
                    new RegistrationLapses(),
                    new RtcpJitter(),
                    new RtcpLoss(),
                    new RtcpRoundTrip(),
                    new RtcpMos(),
                    new RtpJitter(),
                    new RtpLoss(),
                    new RtpMos(),
                    new UndecodableNotKept());

    private static List<Metric<?>> all(List<Metric<?>> last, Metric<?>... first) {
        return Stream.concat(Arrays.stream(first), last.stream()).toList();
    }

    /** Of {@link #ALL}, those that look at events of a type. */
    public static <T> List<Metric<T>> of(Class<T> input) {
        return ALL.stream()
                .filter(metric -> metric.input() == input)
                .map(
                        metric -> {
                            @SuppressWarnings("unchecked")
                            Metric<T> typed = (Metric<T>) metric;
                            return typed;
                        })
                .collect(Collectors.toUnmodifiableList());
    }

    private Metrics() {}
}
