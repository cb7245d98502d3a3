package io.siphon.job.config;

import io.siphon.schema.Uids;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.time.Duration;

/** {@code store.*} for every store. */
public record StoreSection(Duration retryMaxDelay, @Nullable String uidSecret) implements Section {

    public static final ConfigOption<Duration> RETRY_MAX_DELAY =
            ConfigOptions.key("store.retry.max-delay")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription(
                            "An unavailable store is retried after 100 ms, then after twice as"
                                    + " long each time, up to this. Meanwhile the job waits; nothing is"
                                    + " dropped.");

    public static final ConfigOption<String> UID_SECRET =
            ConfigOptions.key("store.uid-secret")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Secret of the hash in `uid`, by which a store recognizes a row: 16"
                                    + " characters or more. When not set, the first run creates one and"
                                    + " keeps it in the SQL database, where every other job finds it, or"
                                    + " without an SQL database in `data.dir`. Set it if several jobs"
                                    + " without an SQL database send the same rows to Kafka.");

    static StoreSection from(Configuration configuration) {
        return new StoreSection(configuration.get(RETRY_MAX_DELAY), configuration.get(UID_SECRET));
    }

    /** The identities by which stored rows are recognized. */
    public Uids uids() {
        return Uids.of(uidSecret == null ? "" : uidSecret);
    }

    /** Without the secret, which is no text for logs. */
    @Override
    public String toString() {
        return "StoreSection[retryMaxDelay=" + retryMaxDelay + "]";
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.positive(RETRY_MAX_DELAY, retryMaxDelay);
        if (uidSecret != null && uidSecret.length() < UidSecret.SHORTEST) {
            mistakes.add(
                    UID_SECRET,
                    "expected %d characters or more, got %d"
                            .formatted(UidSecret.SHORTEST, uidSecret.length()));
        }
    }
}
