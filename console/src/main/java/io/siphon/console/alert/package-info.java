/** Alerts as people look at them: who takes care of one, its calls, and what is to blame. */
package io.siphon.console.alert;
