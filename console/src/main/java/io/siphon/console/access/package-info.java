/**
 * Who may use the console: accounts, passwords, sessions, and what slows guessing. Knows no page
 * and no store.
 */
package io.siphon.console.access;
