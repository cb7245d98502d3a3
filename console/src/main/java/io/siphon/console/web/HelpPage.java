package io.siphon.console.web;

import java.util.List;

/** Tables of names and meanings. */
public record HelpPage(Frame frame, List<TableView> tables) {}
