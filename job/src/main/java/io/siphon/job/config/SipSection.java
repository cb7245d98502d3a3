package io.siphon.job.config;

import io.siphon.udf.payload.Trunks;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import java.util.List;
import java.util.Map;

/** {@code sip.headers} and {@code trunks}: what is read from SIP messages. */
public record SipSection(List<String> headers, Map<String, String> trunks) implements Section {

    public static final ConfigOption<List<String>> HEADERS =
            ConfigOptions.key("sip.headers")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription("Further SIP headers to extract, by name.");

    public static final ConfigOption<Map<String, String>> TRUNKS =
            ConfigOptions.key("trunks")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "Aliases of trunks: `trunks.carrier-a: 192.0.2.0/24, 198.51.100.7:5060`."
                                    + " An entry is an address or CIDR, with a port where that"
                                    + " matters (IPv6 with port in brackets). The narrowest match"
                                    + " wins.");

    static SipSection from(Configuration configuration) {
        return new SipSection(configuration.get(HEADERS), configuration.get(TRUNKS));
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.parse(() -> Trunks.of(trunks));
    }
}
