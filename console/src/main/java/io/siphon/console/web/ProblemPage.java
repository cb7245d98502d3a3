package io.siphon.console.web;

import io.siphon.console.api.Problem;

/** An error in words. */
public record ProblemPage(Frame frame, Problem problem) {}
