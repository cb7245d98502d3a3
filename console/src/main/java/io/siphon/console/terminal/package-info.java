/**
 * {@code siphon calls} and {@code siphon flow}. Thread: the main thread. Imports: console,
 * console.api, console.search, console.flow, console.export, console.store, console.web, Jackson,
 * picocli.
 */
package io.siphon.console.terminal;
