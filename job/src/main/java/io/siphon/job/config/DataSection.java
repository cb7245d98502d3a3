package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** {@code data.*}: where Siphon keeps its own files. */
public record DataSection(String dir) implements Section {

    public static final ConfigOption<String> DIR =
            ConfigOptions.key("data.dir")
                    .stringType()
                    .defaultValue("data")
                    .withDescription(
                            "Folder of `siphon run`: the embedded database and checkpoints.");

    static DataSection from(Configuration configuration) {
        return new DataSection(configuration.get(DIR));
    }
}
