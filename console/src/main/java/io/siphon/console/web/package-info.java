/**
 * The web server and its pages: routes, the guard before them, templates, styles. Thread: those of
 * the server, at most twelve. Imports: console.api, console.baseline, console.search, console.flow,
 * console.store, schema, Javalin, Jetty, JTE.
 */
package io.siphon.console.web;
