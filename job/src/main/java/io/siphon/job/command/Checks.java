package io.siphon.job.command;

import io.siphon.job.ConfigurationException;

/** Checks of arguments beyond picocli's types. */
final class Checks {

    private Checks() {}

    static void positive(String option, double value) {
        if (!(value > 0)) {
            throw new ConfigurationException(option + ": must be more than 0, got " + value);
        }
    }
}
