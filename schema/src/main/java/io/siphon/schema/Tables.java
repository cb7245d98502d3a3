package io.siphon.schema;

import java.util.List;

/** Every table that is written, in the order of {@code docs/schema.md}. */
public final class Tables {

    public static final Table<Trace> SIP_TRACE = Trace.SIP_TRACE;
    public static final Table<Trace> HEP_TRACE = Trace.HEP_TRACE;
    public static final Table<Call> CALLS = Call.TABLE;
    public static final Table<CallLink> CALL_LINKS = CallLink.TABLE;
    public static final Table<Registration> REGISTRATIONS = Registration.TABLE;
    public static final Table<RtpStream> STREAMS = RtpStream.TABLE;
    public static final Table<RtcpStreamSummary> REPORTED_STREAMS = RtcpStreamSummary.TABLE;
    public static final Table<Measurement> MEASUREMENTS = Measurement.TABLE;
    public static final Table<Alert> ALERTS = Alert.TABLE;
    public static final Table<Undecodable> UNDECODABLE = Undecodable.TABLE;
    public static final Table<QuarantinedRow> QUARANTINE = QuarantinedRow.TABLE;

    public static final List<Table<?>> ALL =
            List.of(
                    SIP_TRACE,
                    HEP_TRACE,
                    CALLS,
                    CALL_LINKS,
                    REGISTRATIONS,
                    STREAMS,
                    REPORTED_STREAMS,
                    MEASUREMENTS,
                    ALERTS,
                    UNDECODABLE,
                    QUARANTINE);

    private Tables() {}

    /**
     * @throws IllegalArgumentException when there is none of that name
     */
    public static Table<?> named(String name) {
        return ALL.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no table " + name));
    }
}
