package io.siphon.console.web;

import java.util.List;

/**
 * What is usual for each metric of each trunk.
 *
 * @param metric that is looked for
 * @param series that is looked for
 * @param words what the page shows
 * @param warning empty when nothing is wrong
 * @param reload URL of the same page; empty when there is no need
 * @param tables one; none while the first is learnt
 * @param previous URL of the page before; empty for none
 * @param next URL of the page after; empty for none
 */
public record BaselinesPage(
        Frame frame,
        String metric,
        String series,
        String words,
        String warning,
        String reload,
        List<TableView> tables,
        String previous,
        String next) {}
