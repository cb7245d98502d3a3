/**
 * What the console's commands share: plain text, CSV cells, errors. Thread: any thread. Imports:
 * the JDK only.
 */
package io.siphon.console;
