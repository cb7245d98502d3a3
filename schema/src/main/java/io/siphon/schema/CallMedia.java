package io.siphon.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The media of a call, known some seconds after its end.
 *
 * @param verdict {@link #OK} or what was wrong; empty where no media was seen, or not for long
 *     enough
 * @param fromCaller what the caller sent
 * @param fromCallee what the callee sent
 */
public record CallMedia(String verdict, MediaFigures fromCaller, MediaFigures fromCallee) {

    /** Both sides were heard. */
    public static final String OK = "ok";

    /** One side sent nothing for long, or stopped, while both sides could. */
    public static final String ONE_WAY = "one_way";

    /** Neither did. */
    public static final String NO_AUDIO = "no_audio";

    /** Who answered never sent anything, the caller did. */
    public static final String FALSE_ANSWER = "false_answer";

    /** A public address sent to a private one, which nothing came from. */
    public static final String UNREACHABLE = "unreachable";

    /** A side sent a codec that was not agreed on. */
    public static final String CODEC_MISMATCH = "codec_mismatch";

    /** Media went on after the end. */
    public static final String AFTER_CALL = "after_call";

    /** Media came before the first INVITE. */
    public static final String BEFORE_CALL = "before_call";

    public static final CallMedia NONE = new CallMedia("", MediaFigures.NONE, MediaFigures.NONE);

    static List<Column<Call>> columns(Columns<Call> c) {
        List<Column<Call>> all = new ArrayList<>();
        all.add(
                c.text(
                        "media_verdict",
                        16,
                        call -> call.media().verdict(),
                        "`ok`, `one_way`, `no_audio`, `false_answer`, `unreachable`, `codec_mismatch`, `after_call`, `before_call` ([quality](quality.md)); empty without media"));
        all.addAll(figures(c, "from_caller", "caller", CallMedia::fromCaller));
        all.addAll(figures(c, "from_callee", "callee", CallMedia::fromCallee));
        return all.stream().map(column -> column.since("0.2")).toList();
    }

    private static List<Column<Call>> figures(
            Columns<Call> c, String way, String who, Function<CallMedia, MediaFigures> of) {
        return List.of(
                c.text(
                        way + "_origin",
                        16,
                        call -> of.apply(call.media()).origin(),
                        "source of the figures of the media that the "
                                + who
                                + " sent, the first available of `rtp` (captured), `rtcp`, `xr`, `vq`, `rtpagent`, `horaclifix`, `header`; empty without any"),
                c.real(
                        way + "_mos_min",
                        call -> of.apply(call.media()).mosMin(),
                        "lowest opinion score; NULL when not known"),
                c.real(
                        way + "_mos_mean",
                        call -> of.apply(call.media()).mosMean(),
                        "mean of its streams; NULL likewise"),
                c.real(
                        way + "_loss_max_pct",
                        call -> of.apply(call.media()).lossMaxPct(),
                        "highest loss; NULL likewise"),
                c.real(
                        way + "_loss_mean_pct",
                        call -> of.apply(call.media()).lossMeanPct(),
                        "mean of its streams; NULL likewise"),
                c.real(
                        way + "_jitter_max_ms",
                        call -> of.apply(call.media()).jitterMaxMs(),
                        "highest interarrival jitter; NULL likewise"),
                c.real(
                        way + "_jitter_mean_ms",
                        call -> of.apply(call.media()).jitterMeanMs(),
                        "mean of its streams; NULL likewise"));
    }

    static CallMedia of(Row row) {
        return new CallMedia(
                row.textOrEmpty("media_verdict"),
                MediaFigures.of(row, "from_caller"),
                MediaFigures.of(row, "from_callee"));
    }
}
