package io.siphon.job.config;

/**
 * The options of one part of Siphon, as a record. Its public constants are the options, its
 * components their values, in the same order. {@link JobConfig} lists the sections.
 */
interface Section {

    /** Finds values that fit their option's type and still cannot work. */
    default void check(Mistakes mistakes) {}
}
