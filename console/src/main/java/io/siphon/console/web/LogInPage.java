package io.siphon.console.web;

/**
 * @param token of the form
 * @param to where the log-in leads
 * @param error why the last attempt failed; empty for none
 */
public record LogInPage(Frame frame, String token, String to, String error) {}
