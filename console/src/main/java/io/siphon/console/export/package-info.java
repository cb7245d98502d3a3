/**
 * A conversation as files for other tools: pcapng. Thread: any. Imports: console.flow, schema, the
 * JDK.
 */
package io.siphon.console.export;
