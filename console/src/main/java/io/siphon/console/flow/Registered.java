package io.siphon.console.flow;

import io.siphon.console.store.Store;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.schema.Tables;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last registration of one end of a call before it began.
 *
 * @param end {@code Caller} or {@code Callee}
 * @param registration of the address of record in From or To
 */
public record Registered(String end, Registration registration) {

    private static final Pattern URI = Pattern.compile("sips?:[^;?>\\s\"]{1,200}");

    /** A binding is renewed within a day. */
    private static final long DAY = 86_400_000_000L;

    /** Those that are known; most callers from trunks do not register. */
    public static List<Registered> of(Store store, Flow flow) {
        List<Registered> known = new ArrayList<>();
        if (flow.arrows().isEmpty()) {
            return known;
        }
        SipText first = SipText.of(flow.arrows().get(0).trace().payload());
        find(store, "Caller", first.header("from"), flow.startMicros(), known);
        find(store, "Callee", first.header("to"), flow.startMicros(), known);
        return known;
    }

    private static void find(
            Store store, String end, String header, long atMicros, List<Registered> known) {
        Matcher uri = URI.matcher(header);
        if (uri.find()) {
            store.read(
                    Tables.REGISTRATIONS,
                    "WHERE t.aor = ? AND t.started_at <= ? AND t.started_at > ? AND t.kind <> 'query'"
                            + " ORDER BY t.started_at DESC LIMIT 1",
                    row -> known.add(new Registered(end, row)),
                    uri.group(),
                    EpochMicros.utc(atMicros),
                    EpochMicros.utc(atMicros - DAY));
        }
    }

    /** Whether a binding was in force then. */
    public boolean isInForce(long atMicros) {
        boolean expired =
                registration.expires() >= 0
                        && registration.startedAt() + registration.expires() * 1_000_000 < atMicros;
        return registration.outcome() == RegistrationOutcome.ACCEPTED
                && registration.expires() != 0
                && !expired;
    }
}
