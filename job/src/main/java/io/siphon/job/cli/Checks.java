package io.siphon.job.cli;

import io.siphon.job.config.ConfigurationException;

/** Checks of arguments beyond picocli's types. */
public final class Checks {

    private Checks() {}

    public static void positive(String option, double value) {
        if (!(value > 0)) {
            throw new ConfigurationException(option + ": must be more than 0, got " + value);
        }
    }
}
