package io.siphon.job.config;

import io.siphon.job.rest.RestGuardOptions;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.util.List;

/** {@code rest.guard.*}: who may use the web UI. */
public record RestSection(List<String> hosts, @Nullable String secretFile) implements Section {

    public static final ConfigOption<List<String>> HOSTS = RestGuardOptions.HOSTS;

    public static final ConfigOption<String> SECRET_FILE = RestGuardOptions.SECRET_FILE;

    static RestSection from(Configuration configuration) {
        return new RestSection(configuration.get(HOSTS), configuration.get(SECRET_FILE));
    }
}
