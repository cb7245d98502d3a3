package io.siphon.udf.stream;

import io.siphon.sources.Captures;
import io.siphon.udf.sip.SipMessage;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods and statuses of captured traffic as {@code tshark -q -z sip,stat} (4.0.17) counts them.
 */
class TsharkSipTest {

    private static final Pattern LINE =
            Pattern.compile("\\s*(?:SIP (\\d{3}) .*?|([A-Z]+)) *: *(\\d+) Packets");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kam-hep3-basic",
                "kam-hep3-b2bua",
                "kam-hep2-ipv6",
                "kam-hep3-tcp",
                "kam-hep3-fragmented",
                "kam-hep3-sll2"
            })
    void countsAsTsharkDoes(String name) {
        Map<String, Long> ours = new TreeMap<>();
        for (SipMessage m : WireCapture.raw(name).messages) {
            ours.merge(m.isRequest() ? m.method() : "" + m.status(), 1L, Long::sum);
        }
        Map<String, Long> theirs = new TreeMap<>();
        for (JsonNode line : Captures.expected(name).get("raw").get("sip_stat_tshark")) {
            Matcher found = LINE.matcher(line.asText());
            if (found.matches()) {
                String what = found.group(1) == null ? found.group(2) : found.group(1);
                theirs.merge(what, Long.parseLong(found.group(3)), Long::sum);
            }
        }
        assertThat(ours).isNotEmpty().isEqualTo(theirs);
    }
}
