/**
 * The query language of search box, terminal and REST: text to {@link Expression}, to words, to a
 * condition in SQL; and searches that are paged by key and say how far back they looked. Thread:
 * any; nothing here is shared and mutable. Imports: console, console.store, schema, the JDK.
 */
package io.siphon.console.search;
