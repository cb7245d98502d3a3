package io.siphon.job.cli;

import io.siphon.job.config.Settings;
import io.siphon.job.runtime.SubmittedJob;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code -D} and {@code --conf}, for commands that read options. */
public final class ConfigurationMixin {

    @Option(
            names = "-D",
            paramLabel = "key=value",
            description = "Set an option: Siphon's (docs/configuration.md) or Flink's.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--conf",
            paramLabel = "FOLDER",
            defaultValue = "${env:FLINK_CONF_DIR:-flink-conf}",
            description = "Folder of config.yaml (default: FLINK_CONF_DIR, else flink-conf).")
    private Path folder;

    Configuration load() {
        Configuration loaded = Settings.load(folder, overrides);
        if (SubmittedJob.isOurs()) {
            SubmittedJob.refuseSecrets(loaded, overrides);
        }
        return loaded;
    }

    /** What {@code -D} gave. */
    public Map<String, String> overrides() {
        return overrides;
    }

    /** For what starts processes that get {@link #overrides} in their command lines. */
    public Configuration loadWithoutSecrets() {
        Configuration loaded = load();
        SubmittedJob.refuseSecrets(loaded, overrides);
        return loaded;
    }

    /** Of {@code config.yaml}. */
    public Path folder() {
        return folder;
    }
}
