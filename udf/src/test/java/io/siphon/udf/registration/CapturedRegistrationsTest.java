package io.siphon.udf.registration;

import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.sources.Captures;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.CapturedPackets;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.Trunks;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.sip.SipParser;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** The registrations of real senders' traffic. */
class CapturedRegistrationsTest {

    /** Every one of these phones is challenged once, but for one with a wrong password: twice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kam-hep1-basic",
                "kam-hep2-ipv6",
                "kam-hep3-basic",
                "kam-hep3-tcp",
                "kam-hep3-func-corr-hlog",
                "kam-hep3-rtpe-media",
                "agent-captagent-v2-basic",
                "agent-sngrep-v3auth-tcp",
                "heplify-v3-tcp-media"
            })
    void agreesWithTheCapture(String capture) throws Exception {
        JsonNode expected = Captures.expected(capture).at("/hep/sip/registrations");
        List<Registration> registrations = registrations(capture);
        Set<String> users = new TreeSet<>();
        registrations.forEach(row -> users.add(row.aor().replaceAll("sip:|@.*", "")));
        long refused =
                registrations.stream()
                        .filter(row -> row.outcome() == RegistrationOutcome.UNAUTHORIZED)
                        .count();

        assertThat(registrations)
                .filteredOn(row -> row.outcome() == RegistrationOutcome.ACCEPTED)
                .hasSize(expected.at("/by_status/200").asInt())
                .allSatisfy(row -> assertThat(row.challengedAt()).isPositive())
                .allSatisfy(row -> assertThat(row.delayMs()).isBetween(0L, 2000L));
        assertThat(registrations.size() + refused)
                .isEqualTo(expected.at("/by_status/401").asLong());
        expected.at("/users").forEach(user -> assertThat(users).contains(user.asText()));
    }

    @Test
    void knowsWhatWasGranted() throws Exception {
        assertThat(registrations("kam-hep3-basic"))
                .filteredOn(row -> row.outcome() == RegistrationOutcome.ACCEPTED)
                .hasSize(3)
                .allSatisfy(
                        row -> {
                            assertThat(row.userAgent()).isEqualTo("Yealink SIP-T46U 108.86.0.90");
                            assertThat(row.contact()).startsWith("sip:100");
                            assertThat(row.requestedExpires()).isEqualTo(300);
                            assertThat(row.expires()).isEqualTo(300);
                            assertThat(row.lapsedAt()).isEqualTo(row.endedAt() + 300_000_000);
                        });
    }

    private static List<Registration> registrations(String capture) throws Exception {
        SipParser parser = new SipParser();
        Hops hops = new Hops(Trunks.of(Map.of()), Set.of());
        try (RegistrationHarness tracker = new RegistrationHarness()) {
            for (HepPacket packet : CapturedPackets.of(capture)) {
                if (packet.protocol() == HepProtocol.SIP) {
                    parser.parse(packet.payload());
                    SipMessage message = parser.toMessage(hops.of(packet, parser.viaTransport()));
                    if (RegistrationEvent.concerns(message)) {
                        tracker.push(message);
                    }
                }
            }
            tracker.at(1e9).assertNothingLeft();
            return tracker.last();
        }
    }
}
