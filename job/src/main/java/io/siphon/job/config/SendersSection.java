package io.siphon.job.config;

import io.siphon.sources.sender.AuthKeySource;
import io.siphon.sources.sender.Networks;
import io.siphon.sources.sender.SenderSettings;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.util.List;

/** {@code hep.allow} and {@code hep.auth-keys-file}: who may send. */
public record SendersSection(List<String> allow, @Nullable String authKeysFile) implements Section {

    public static final ConfigOption<List<String>> ALLOW =
            ConfigOptions.key("hep.allow")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Addresses and CIDRs that may send, IPv4 and IPv6: `[192.0.2.0/24,"
                                    + " 2001:db8::/32]`. Packets from other addresses are dropped before"
                                    + " the journal, and counted. Empty: every address may send. The"
                                    + " source address of a datagram can be forged.");

    public static final ConfigOption<String> AUTH_KEYS_FILE =
            ConfigOptions.key("hep.auth-keys-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with the keys of senders, one per line, `#` begins a comment."
                                    + " Each HEP 3 packet must have one of them in chunk 0x0e. The file"
                                    + " must be on the machine that listens, and not world-readable. Keys"
                                    + " in the environment variable `SIPHON_HEP_AUTH_KEYS`, separated by"
                                    + " commas, are added. Packets without a valid key, and all HEP 1, HEP"
                                    + " 2 and plain SIP, are dropped before the journal, and counted.");

    static SendersSection from(Configuration configuration) {
        return new SendersSection(configuration.get(ALLOW), configuration.get(AUTH_KEYS_FILE));
    }

    /** Who may send. */
    public SenderSettings settings() {
        return new SenderSettings(allow, authKeysFile, AuthKeySource.isInEnvironment());
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.parse(ALLOW, () -> Networks.of(allow));
    }
}
