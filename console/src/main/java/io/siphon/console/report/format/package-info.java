/**
 * The report as text, HTML, CSV and JSON. Thread: the main thread. Imports: console.report,
 * console.store, Jackson, JMustache.
 */
package io.siphon.console.report.format;
