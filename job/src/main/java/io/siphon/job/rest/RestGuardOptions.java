package io.siphon.job.rest;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.SecurityOptions;

import java.nio.file.Path;
import java.util.List;

/**
 * Options of the guard. This package is also on the class path of a cluster's JobManager and of
 * Flink's client, without the rest of Siphon: it uses Flink and the JDK only.
 */
public final class RestGuardOptions {

    public static final ConfigOption<List<String>> HOSTS =
            ConfigOptions.key("rest.guard.hosts")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Further host names of the web UI, such as the name of a reverse proxy."
                                    + " Loopback, `rest.address`, `rest.bind-address` and the address"
                                    + " of the connection are always accepted. Requests with another"
                                    + " `Host` are refused.");

    public static final ConfigOption<String> SECRET_FILE =
            ConfigOptions.key("rest.guard.secret-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File, of mode 600, with the secret for REST requests that change something"
                                    + " (`Authorization: Bearer …`); `rest-secret` under `data.dir`"
                                    + " when not set.");

    /** Set by {@code siphon run} itself, where no request may bring code. */
    public static final ConfigOption<Boolean> EMBEDDED =
            ConfigOptions.key("rest.guard.internal.embedded").booleanType().defaultValue(false);

    /** Set by {@code siphon run} alone: a reader of archives would take a stop for the end. */
    public static final ConfigOption<Boolean> STOPPABLE =
            ConfigOptions.key("rest.guard.internal.stoppable").booleanType().defaultValue(false);

    /** Siphon's own option, of the same key and default. */
    private static final ConfigOption<String> DATA_DIR =
            ConfigOptions.key("data.dir").stringType().defaultValue("data");

    private RestGuardOptions() {}

    /** Of the web UI, for people on this machine. */
    public static String url(Configuration configuration, int port) {
        return (SecurityOptions.isRestSSLEnabled(configuration) ? "https" : "http")
                + "://localhost:"
                + port;
    }

    /** Where the secret is, whether or not it is there. */
    public static Path secretFile(Configuration configuration) {
        return configuration
                .getOptional(SECRET_FILE)
                .map(Path::of)
                .orElseGet(() -> Path.of(configuration.get(DATA_DIR), "rest-secret"))
                .toAbsolutePath();
    }
}
