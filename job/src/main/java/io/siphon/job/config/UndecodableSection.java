package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** {@code undecodable.*}: how much of what cannot be decoded is kept. */
public record UndecodableSection(int maxRowsPerSource, int maxRows) implements Section {

    public static final ConfigOption<Integer> MAX_ROWS_PER_SOURCE =
            ConfigOptions.key("undecodable.max-rows-per-source")
                    .intType()
                    .defaultValue(50)
                    .withDescription(
                            "Maximum number of messages from one address that are kept in"
                                    + " `undecodable` per second of receipt; further ones are only"
                                    + " counted, in `undecodable_not_kept`.");

    public static final ConfigOption<Integer> MAX_ROWS =
            ConfigOptions.key("undecodable.max-rows")
                    .intType()
                    .defaultValue(200)
                    .withDescription(
                            "The same for all addresses together, in each subtask of the"
                                    + " source.");

    static UndecodableSection from(Configuration configuration) {
        return new UndecodableSection(
                configuration.get(MAX_ROWS_PER_SOURCE), configuration.get(MAX_ROWS));
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.positive(MAX_ROWS_PER_SOURCE, maxRowsPerSource);
        mistakes.positive(MAX_ROWS, maxRows);
    }
}
