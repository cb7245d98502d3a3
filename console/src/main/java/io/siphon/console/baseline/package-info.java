/**
 * What is usual for each series, learnt from the stored measurements. The rules are the job's: who
 * starts the console brings them as a {@link io.siphon.console.baseline.BaselineLearner}. Thread:
 * one of its own, while it learns. Imports: console, console.store, schema, the JDK.
 */
package io.siphon.console.baseline;
