package io.siphon.job.config;

import io.siphon.udf.alert.LifeSettings;
import io.siphon.udf.alert.MaintenanceWindows;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Of {@code alert.*}: how findings become alerts. */
public record AlertLifeSection(
        int closeAfter,
        Duration reopenWithin,
        boolean dependencies,
        @Nullable String maintenance,
        int maxOpen)
        implements Section {

    public static final ConfigOption<Integer> CLOSE_AFTER =
            ConfigOptions.key("alert.close-after")
                    .intType()
                    .defaultValue(3)
                    .withDescription(
                            "An alert is closed after so many windows of `alert.window` without a"
                                    + " finding. A lower severity for as long makes it `better`.");

    public static final ConfigOption<Duration> REOPEN_WITHIN =
            ConfigOptions.key("alert.reopen-within")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(15))
                    .withDescription(
                            "An alert that is found again within this time after it was closed"
                                    + " reopens: the same row, with `reopened` one higher. At least"
                                    + " `qos.allowed-lateness`.");

    public static final ConfigOption<Boolean> DEPENDENCIES =
            ConfigOptions.key("alert.dependencies")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether alerts that an open alert about the same node and subject"
                                    + " explains are suppressed: see [alerts](alerts.md#dependencies).");

    public static final ConfigOption<String> MAINTENANCE =
            ConfigOptions.key("alert.maintenance")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File of maintenance windows, in which alerts are suppressed: see"
                                    + " [alerts](alerts.md#maintenance). It is read again when it"
                                    + " changes. On a cluster each TaskManager reads its own copy.");

    public static final ConfigOption<Integer> MAX_OPEN =
            ConfigOptions.key("alert.max-open")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Maximum number of alerts that are open, or closed less than"
                                    + " `alert.reopen-within` ago. Beyond it closed ones are forgotten,"
                                    + " then suppressed ones, then the oldest are closed early and counted, with an alert. 0:"
                                    + " 65 for each MB of heap beyond 256 MB, 50,000 with 1 GB.");

    static AlertLifeSection from(Configuration configuration) {
        return new AlertLifeSection(
                configuration.get(CLOSE_AFTER),
                configuration.get(REOPEN_WITHIN),
                configuration.get(DEPENDENCIES),
                configuration.get(MAINTENANCE),
                configuration.get(MAX_OPEN));
    }

    /**
     * @param lateness for so long windows are still written again
     */
    LifeSettings settings(Duration window, Duration lateness) {
        return new LifeSettings(
                window.multipliedBy(closeAfter),
                reopenWithin.compareTo(lateness) > 0 ? reopenWithin : lateness,
                dependencies,
                maintenance == null ? null : Path.of(maintenance).toAbsolutePath().toString(),
                maxOpen);
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.positive(CLOSE_AFTER, closeAfter);
        mistakes.notNegative(MAX_OPEN, maxOpen);
        if (reopenWithin.isNegative()) {
            mistakes.add(REOPEN_WITHIN, "must not be less than 0, got " + reopenWithin);
        }
        if (maintenance != null) {
            try {
                MaintenanceWindows.parse(Files.readAllLines(Path.of(maintenance)));
            } catch (IOException e) {
                mistakes.add(MAINTENANCE, "cannot read " + maintenance + ": " + e);
            } catch (IllegalArgumentException e) {
                mistakes.add(MAINTENANCE, maintenance + ", " + e.getMessage());
            }
        }
    }
}
