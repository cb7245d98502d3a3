package io.siphon.console.api;

import io.siphon.console.baseline.BaselineCache;
import io.siphon.console.baseline.Baselines;
import io.siphon.console.baseline.HourlyBaseline;
import io.siphon.console.baseline.SeriesBaseline;

import io.javalin.http.Context;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /api/v1/baselines?metric=asr&series=carrier-a}: what is usual for each metric of each
 * trunk.
 *
 * @param cache null where nobody learns
 */
public record BaselinesResource(@Nullable BaselineCache cache) {

    /** A first time may take longer: the answer says so. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    public void get(Context context) {
        BaselineRequest request = BaselineRequest.of(context);
        String week = context.queryParam("week");
        if (week != null && !week.equals("yes")) {
            throw new IllegalParameterException("week: got " + week + ", expected yes");
        }
        BaselineCache learning = known(cache);
        Baselines learnt = learning.latest(PATIENCE);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("as_of", learnt == null ? null : Json.time(learnt.atMicros()));
        json.put("learning", learnt == null);
        if (learnt != null) {
            json.put("problem", learning.problem());
            json.put("window_s", learnt.window().toSeconds());
            json.put("zone", learnt.zone());
            json.put("windows_left_out", learnt.windowsLeftOut());
        }
        BaselineRequest.Selected selected =
                learnt == null
                        ? new BaselineRequest.Selected(List.of(), 0, 0)
                        : request.select(learnt);
        json.put("total", selected.total());
        json.put("page", request.page());
        json.put("pages", selected.pages());
        json.put("baselines", selected.rows().stream().map(of -> row(of, week != null)).toList());
        context.contentType("application/json").result(Json.write(json));
    }

    /**
     * @throws NotFoundException where nobody learns
     */
    public static BaselineCache known(@Nullable BaselineCache cache) {
        if (cache == null) {
            throw new NotFoundException("this console learns no baselines");
        }
        return cache;
    }

    private static Map<String, Object> row(SeriesBaseline of, boolean week) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("node", of.node());
        json.put("trunk", of.trunk());
        json.put("metric", of.metric());
        json.put("unit", of.unit());
        json.put("hours_known", of.hoursKnown());
        json.put("weeks", of.weeks());
        json.put("warm", of.isWarm());
        json.put("judged_by", of.judgedBy());
        json.put("usual", number(of.usual()));
        json.put("spread", number(of.spread()));
        json.put("level", number(of.level()));
        json.put("noise", number(of.noise()));
        json.put("unusual", of.unusual());
        if (week) {
            json.put("hours", hours(of.hours()));
        }
        return json;
    }

    private static List<Map<String, Object>> hours(HourlyBaseline of) {
        List<Map<String, Object>> hours = new ArrayList<>();
        for (int hour = 0; hour < HourlyBaseline.HOURS; hour++) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("weeks", of.weeks()[hour]);
            json.put("usual", number(of.usual()[hour]));
            json.put("spread", number(of.spread()[hour]));
            hours.add(json);
        }
        return hours;
    }

    /** JSON has no NaN. To three decimals: more are not known. */
    @Nullable
    private static Double number(double value) {
        return Double.isNaN(value) ? null : Math.round(1_000 * value) / 1_000.0;
    }
}
