package io.siphon.console.web;

import java.util.List;

/** What the capture itself is like. */
public record HealthPage(Frame frame, List<TableView> tables) {}
