package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.util.List;

/** {@code console.*}: the web server of {@code siphon run} and {@code siphon console}. */
public record ConsoleSection(
        String bind,
        List<String> hosts,
        @Nullable String usersFile,
        @Nullable String tlsCertificate,
        @Nullable String tlsKey)
        implements Section {

    public static final ConfigOption<String> BIND =
            ConfigOptions.key("console.bind")
                    .stringType()
                    .defaultValue("127.0.0.1:8080")
                    .withDescription(
                            "Address and port of the console; where the port is taken, the next free"
                                    + " one of ten. Beyond loopback it requires accounts (`siphon"
                                    + " console user add`). `none`: no console.");

    public static final ConfigOption<List<String>> HOSTS =
            ConfigOptions.key("console.hosts")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Further host names of the console: of DNS, or of a reverse proxy."
                                    + " Loopback names are always accepted, and beyond loopback the"
                                    + " addresses and the name of the machine.");

    public static final ConfigOption<String> USERS_FILE =
            ConfigOptions.key("console.users-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with the accounts of the console, of mode 600. Default:"
                                    + " `console.users` in `data.dir`.");

    public static final ConfigOption<String> TLS_CERTIFICATE =
            ConfigOptions.key("console.tls.certificate")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "PEM file with the certificate of the console, and those that issued it."
                                    + " With `console.tls.key`: the console is at `https://`.");

    public static final ConfigOption<String> TLS_KEY =
            ConfigOptions.key("console.tls.key")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "PEM file with the key of that certificate (PKCS #8, no password), not"
                                    + " world-readable.");

    private static final String NONE = "none";

    static ConsoleSection from(Configuration configuration) {
        return new ConsoleSection(
                configuration.get(BIND),
                configuration.get(HOSTS),
                configuration.get(USERS_FILE),
                configuration.get(TLS_CERTIFICATE),
                configuration.get(TLS_KEY));
    }

    /** Where it listens; null where it does not. */
    @Nullable
    public BindAddress address() {
        return bind.equals(NONE) ? null : BindAddress.of(BIND, bind);
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.parse(this::address);
        for (String host : hosts) {
            if (!host.matches("[A-Za-z0-9.-]{1,253}")) {
                mistakes.add(
                        HOSTS, "got " + host + ", expected a name like console.example, no port");
            }
        }
        if ((tlsCertificate == null) != (tlsKey == null)) {
            mistakes.add(
                    tlsKey == null ? TLS_KEY : TLS_CERTIFICATE,
                    "got nothing, expected a file: certificate and key go together");
        }
    }
}
