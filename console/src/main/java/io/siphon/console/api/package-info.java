/**
 * REST: one class a resource, JSON of the tables' own columns, errors as RFC 9457. Thread: those of
 * the web server. Imports: console.baseline, console.search, console.flow, console.export,
 * console.store, schema, Javalin, Jackson.
 */
package io.siphon.console.api;
