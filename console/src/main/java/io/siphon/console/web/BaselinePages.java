package io.siphon.console.web;

import io.siphon.console.ConsoleException;
import io.siphon.console.api.BaselineRequest;
import io.siphon.console.api.BaselinesResource;
import io.siphon.console.api.NotFoundException;
import io.siphon.console.baseline.BaselineCache;
import io.siphon.console.baseline.Baselines;
import io.siphon.console.baseline.HourlyBaseline;
import io.siphon.console.baseline.SeriesBaseline;
import io.siphon.console.web.BaselineWeekPage.Hour;
import io.siphon.console.web.BaselineWeekPage.Week;
import io.siphon.console.web.TableView.Cell;
import io.siphon.console.web.TableView.Heading;
import io.siphon.console.web.TableView.Row;

import io.javalin.http.Context;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** {@code /baselines}: what is known of each metric of each trunk, and one of them by the hour. */
final class BaselinePages {

    static final String PATH = "/baselines";
    static final String WEEK = PATH + "/week";

    private static final int HOURS_OF_DAY = 24;
    private static final String NOT_KNOWN = "–";

    private final Pages pages;
    private final @Nullable BaselineCache cache;

    /**
     * @param cache null where nobody learns
     */
    BaselinePages(Pages pages, @Nullable BaselineCache cache) {
        this.pages = pages;
        this.cache = cache;
    }

    void get(Context context) {
        BaselineRequest request = BaselineRequest.of(context);
        Frame frame = pages.frame(context, "Baselines", PATH);
        BaselinesPage page;
        if (cache == null) {
            page = empty(frame, request, "This console learns no baselines.", "");
        } else {
            Baselines learnt = cache.latest(BaselinesResource.PATIENCE);
            page = learnt == null ? learning(frame, request) : page(frame, request, learnt);
        }
        pages.render(context, "baselines.jte", page);
    }

    private BaselinesPage learning(Frame frame, BaselineRequest request) {
        return empty(
                frame,
                request,
                "The last six weeks of measurements are being read, up to %s so far."
                        .formatted(Show.minute(cache.reachedMicros())),
                url(request, request.page()));
    }

    private static BaselinesPage empty(
            Frame frame, BaselineRequest request, String warning, String reload) {
        return new BaselinesPage(
                frame, request.metric(), request.series(), "", warning, reload, List.of(), "", "");
    }

    private BaselinesPage page(Frame frame, BaselineRequest request, Baselines learnt) {
        BaselineRequest.Selected selected = request.select(learnt);
        return new BaselinesPage(
                frame,
                request.metric(),
                request.series(),
                words(request, selected, learnt),
                warning(learnt),
                "",
                List.of(table(selected.rows())),
                request.page() > 1 ? url(request, request.page() - 1) : "",
                request.page() < selected.pages() ? url(request, request.page() + 1) : "");
    }

    private static String words(
            BaselineRequest request, BaselineRequest.Selected selected, Baselines learnt) {
        return shown(request, selected)
                + " at %s UTC from the measurements of six weeks. Usual and spread are those of that hour in %s, calls in steps of %d min."
                        .formatted(
                                Show.minute(learnt.atMicros()),
                                learnt.zone(),
                                learnt.window().toMinutes());
    }

    /** Up to the time at which it was learnt. */
    private static String shown(BaselineRequest request, BaselineRequest.Selected selected) {
        if (!selected.rows().isEmpty()) {
            int first = (request.page() - 1) * BaselineRequest.ROWS + 1;
            return String.format(
                    Locale.ROOT,
                    "%,d to %,d of %,d, learnt",
                    first,
                    first + selected.rows().size() - 1,
                    selected.total());
        }
        if (selected.total() > 0) {
            return String.format(Locale.ROOT, "There are %,d pages. Learnt", selected.pages());
        }
        return request.metric().isEmpty() && request.series().isEmpty()
                ? "No baselines yet: too little was measured. Learnt"
                : "No baseline of that metric, node or trunk. Learnt";
    }

    private String warning(Baselines learnt) {
        String problem = cache.problem();
        String left =
                learnt.windowsLeftOut() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "There are too many trunks: %,d windows of further ones are not shown."
                                        + " siphon baselines prints all. ",
                                learnt.windowsLeftOut());
        return problem == null ? left.strip() : left + "Nothing newer could be learnt: " + problem;
    }

    private static String url(BaselineRequest request, int page) {
        return Show.link(
                PATH, "metric", request.metric(), "series", request.series(), "page", page);
    }

    private static TableView table(List<SeriesBaseline> series) {
        return new TableView(
                "Baselines",
                List.of(
                        Heading.text("Node", ""),
                        Heading.text("Trunk", "- for calls without one"),
                        Heading.text("Metric", "Opens its week"),
                        Heading.number("Hours", "Hours of the week with two weeks of data, of 168"),
                        Heading.text("Judged by", "Nothing: not judged yet at this hour"),
                        Heading.number("Usual", "At this hour"),
                        Heading.number("Spread", "At this hour"),
                        Heading.text("Unit", "Of usual and spread"),
                        Heading.number("Level", "Traffic of the last hours over the usual"),
                        Heading.number(
                                "Noise", "How much wider calls scatter than a Poisson process"),
                        Heading.text("Now", "")),
                series.stream().map(BaselinePages::row).toList());
    }

    private static Row row(SeriesBaseline of) {
        return new Row(
                "",
                List.of(
                        Cell.whole(of.node()),
                        of.trunk().isEmpty() ? Cell.of("-") : Cell.whole(of.trunk()),
                        Cell.link(of.metric(), week(of)),
                        Cell.of(of.hoursKnown() + "/" + HourlyBaseline.HOURS),
                        Cell.of(judgedBy(of)),
                        Cell.of(number(of.usual())),
                        Cell.of(number(of.spread())),
                        Cell.of(of.unit()),
                        Cell.of(Show.number(of.level(), 2)),
                        Cell.of(Show.number(of.noise(), 2)),
                        of.unusual() ? Cell.of("unusual").kind("bad") : Cell.of("as usual")));
    }

    private static String week(SeriesBaseline of) {
        return Show.link(WEEK, "metric", of.metric(), "node", of.node(), "trunk", of.trunk());
    }

    private static String judgedBy(SeriesBaseline of) {
        if (!of.isJudged()) {
            return "nothing";
        }
        return of.isWarm() ? of.weeks() + " weeks" : "hour of day";
    }

    /** Two decimals for opinion scores; none where they say nothing. */
    private static String number(double value) {
        return Double.isNaN(value)
                ? NOT_KNOWN
                : Show.number(value, value < 10 ? 2 : value < 1_000 ? 1 : 0);
    }

    void week(Context context) {
        Baselines learnt = BaselinesResource.known(cache).latest(BaselinesResource.PATIENCE);
        if (learnt == null) {
            throw new ConsoleException("the baselines are being learnt; look again in a minute");
        }
        SeriesBaseline of =
                learnt.find(
                                param(context, "metric"),
                                param(context, "node"),
                                param(context, "trunk"))
                        .orElseThrow(
                                () ->
                                        new NotFoundException(
                                                "of that metric, node and trunk no baseline is"
                                                        + " known"));
        String subject = of.trunk().isEmpty() ? "calls without a trunk" : "trunk " + of.trunk();
        HourlyBaseline hours = of.hours();
        pages.render(
                context,
                "baseline-week.jte",
                new BaselineWeekPage(
                        pages.frame(
                                context, of.metric() + " of " + subject + " at " + of.node(), PATH),
                        "Hours in %s, learnt at %s UTC. Known by the hour of the week: %d of %d; * is known by the hour of the day only, %s not at all."
                                .formatted(
                                        learnt.zone(),
                                        Show.minute(learnt.atMicros()),
                                        of.hoursKnown(),
                                        HourlyBaseline.HOURS,
                                        NOT_KNOWN),
                        table("Usual ± spread, " + of.unit(), of, hour -> usual(hours, hour)),
                        table(
                                "Weeks that are known",
                                of,
                                hour -> String.valueOf(hours.weeks()[hour])),
                        PATH));
    }

    private static String param(Context context, String name) {
        String value = context.queryParam(name);
        return value == null ? "" : value;
    }

    private static String usual(HourlyBaseline of, int hour) {
        return of.isKnown(hour)
                ? number(of.usual()[hour])
                        + " ± "
                        + number(of.spread()[hour])
                        + (of.hourOfWeek()[hour] ? "" : " *")
                : NOT_KNOWN;
    }

    private static Week table(String caption, SeriesBaseline of, IntFunction<String> text) {
        List<Hour> rows = new ArrayList<>();
        for (int hour = 0; hour < HOURS_OF_DAY; hour++) {
            List<BaselineWeekPage.Cell> cells = new ArrayList<>();
            for (int at = hour; at < HourlyBaseline.HOURS; at += HOURS_OF_DAY) {
                cells.add(new BaselineWeekPage.Cell(text.apply(at), at == of.hour()));
            }
            rows.add(new Hour("%02d:00".formatted(hour), cells));
        }
        return new Week(caption, rows);
    }
}
