/**
 * Sends alerts that open, get worse or close to receivers: webhook, Alertmanager, command, mail.
 * Thread: one for each receiver. Imports: sink, its jdbc for what was delivered, JDK HTTP.
 */
package io.siphon.job.sink.notify;
