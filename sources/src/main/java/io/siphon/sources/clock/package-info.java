/**
 * The clocks of agents against that of receipt: how far each is off, and what is a backlog. Pure;
 * one instance a reader. Thread: the reader's task. Imports: sources.hep.
 */
package io.siphon.sources.clock;
