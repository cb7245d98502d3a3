package io.siphon.job.sink;

import io.siphon.job.config.JobConfig;

import java.util.Optional;

/** One kind of store. A new one is a package beside this and a line in {@link Outputs}. */
public interface Output {

    /** As in the option keys: {@code store.<name>.…}, {@code notify.…}. */
    String name();

    /** Whether the configuration asks for it. */
    boolean enabled(JobConfig config);

    /**
     * Readies the store before the job starts: reaches it, creates or migrates what is missing.
     *
     * @throws io.siphon.job.config.ConfigurationException one sentence, when the store cannot be
     *     used
     */
    void prepare(JobConfig config);

    /**
     * The secret of {@link io.siphon.schema.Uids} that the store keeps, once it is prepared; empty
     * when it keeps none.
     *
     * @throws io.siphon.job.config.ConfigurationException when it keeps another than {@code
     *     store.uid-secret}
     */
    default Optional<String> uidSecret(JobConfig config) {
        return Optional.empty();
    }

    /** Attaches its sinks; each sink transformation gets a uid. */
    void attach(JobStreams streams, JobConfig config);

    /** One line for the banner of {@code siphon run}: what is stored where, without passwords. */
    String describe(JobConfig config);
}
