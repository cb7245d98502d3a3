package io.siphon.job.config;

import io.siphon.sources.Secret;

import org.apache.flink.configuration.ConfigOption;

import javax.annotation.Nullable;

import java.io.UncheckedIOException;

/**
 * The password of a store, given by an option, a file or the environment.
 *
 * @param option whose key with {@code -file} is the file's option
 * @param value of the option; empty when it is not set
 * @param file null when it is not set
 */
record Password(ConfigOption<String> option, String value, @Nullable String file) {

    Secret secret() {
        return Secret.of(option.key(), Secret.variable(option.key()), file, value);
    }

    /**
     * Adds a sentence where the URL holds a password, where both the option and its file are set,
     * and where the file is unreadable.
     */
    void check(ConfigOption<String> url, @Nullable String urlValue, Mistakes mistakes) {
        if (urlValue != null && Secret.isIn(urlValue)) {
            mistakes.add(
                    url,
                    "contains a password, which ps and logs would show: use %s-file, or %s in the environment"
                            .formatted(option.key(), Secret.variable(option.key())));
        }
        if (file != null && !value.isEmpty()) {
            mistakes.add(
                    "%1$s and %1$s-file: expected one of them, got both".formatted(option.key()));
        } else if (file != null) {
            try {
                secret().read();
            } catch (UncheckedIOException e) {
                mistakes.add(e.getMessage());
            }
        }
    }

    /** Without the password: records end up in logs. */
    @Override
    public String toString() {
        return "Password[" + option.key() + "]";
    }
}
