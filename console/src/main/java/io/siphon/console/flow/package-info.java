/**
 * A conversation as data (hosts, arrows, what each message is), and its renderers: text, SVG,
 * Mermaid, JSON. Thread: any. Imports: console.store, schema, Jackson, the JDK.
 */
package io.siphon.console.flow;
