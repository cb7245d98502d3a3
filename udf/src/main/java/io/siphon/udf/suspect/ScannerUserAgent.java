package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.util.Collector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A source address whose User-Agent names a known scanner. Scanners that hide do not say so; those
 * that do not are most of the noise of the internet. The more so a warning, never critical.
 */
final class ScannerUserAgent extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "scanner_ua";

    private final ArrayList<String> agents = new ArrayList<>();

    /**
     * @param agents parts of User-Agent headers, in any case
     */
    ScannerUserAgent(List<String> agents) {
        super(NAME, Duration.ofMinutes(10));
        agents.forEach(agent -> this.agents.add(agent.toLowerCase(Locale.ROOT)));
    }

    @Override
    void observe(Call call, Collector<Sighting> out) {
        if (call.change() == CallChange.STARTED && isScanner(call.userAgent())) {
            sight(call.source(), call.startedAt(), call.node(), call.userAgent(), out);
        }
    }

    @Override
    void observe(Registration registration, Collector<Sighting> out) {
        if (registration.change() == RegistrationChange.STARTED
                && isScanner(registration.userAgent())) {
            sight(
                    registration.source(),
                    registration.startedAt(),
                    registration.node(),
                    registration.userAgent(),
                    out);
        }
    }

    @Override
    void observe(SipMessage options, Collector<Sighting> out) {
        if (options.isRequest() && isScanner(options.userAgent())) {
            sight(options.source(), options.timeMicros(), options.node(), options.userAgent(), out);
        }
    }

    private boolean isScanner(String userAgent) {
        if (userAgent.isEmpty()) {
            return false;
        }
        String lowerCase = userAgent.toLowerCase(Locale.ROOT);
        for (String agent : agents) {
            if (lowerCase.contains(agent)) {
                return true;
            }
        }
        return false;
    }

    private static void sight(
            String source, long micros, String node, String userAgent, Collector<Sighting> out) {
        String address = Endpoints.address(source);
        if (!address.isEmpty()) {
            out.collect(
                    Sighting.of(Sighting.key(NAME, address), micros, 0, node)
                            .withExample(userAgent));
        }
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        state.bad++;
        state.example(sighting.example());
    }

    @Override
    Finding judge(String key, SubjectState state) {
        return alert(
                key,
                state,
                Severity.WARNING,
                state.bad,
                1,
                "%s sent %d %s of a known scanner: %s"
                        .formatted(
                                Sighting.subject(key),
                                state.bad,
                                state.bad == 1 ? "request" : "requests",
                                String.join(", ", state.examples)));
    }
}
