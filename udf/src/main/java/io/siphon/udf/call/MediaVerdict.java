package io.siphon.udf.call;

import io.siphon.schema.CallMedia;
import io.siphon.schema.RtpStream;
import io.siphon.udf.call.MediaNote.Way;

import java.util.Locale;
import java.util.Set;

/**
 * What was wrong with the media of a call: of several things the first of {@link #of}. What was
 * seen on the wire says when a side sent. RTCP alone says only whether it sent at all.
 */
final class MediaVerdict {

    /** Who answers sends at once: so long a call was up before it is missed, µs. */
    private static final long ANSWER_GRACE = 2_000_000;

    /** Packets that were under way when the call ended, µs. */
    private static final long END_GRACE = 2_000_000;

    /** Two intervals of RTCP (RFC 3550, 6.2) and a half: earlier nothing is reported, µs. */
    private static final long RTCP_GRACE = 12_500_000;

    /** Sender reports without a block: one is usual, before anything can have come. */
    private static final int LEAST_UNHEARD = 2;

    /** They send nothing, or nearly so, while nobody speaks. */
    private static final Set<String> WITH_SILENCE =
            Set.of("CN", "G729", "OPUS", "AMR", "AMR-WB", "EVS", "GSM-EFR", "SPEEX", "ILBC");

    private final MediaNote note;
    private final CallState call;

    private MediaVerdict(MediaNote note, CallState call) {
        this.note = note;
        this.call = call;
    }

    /** Empty where no media was seen, or not long enough to say. */
    static String of(MediaNote note, CallState call) {
        MediaVerdict verdict = new MediaVerdict(note, call);
        if (note.unreachable()) {
            return CallMedia.UNREACHABLE;
        }
        String silence = call.answeredAt > 0 && call.endedAt > 0 ? verdict.silence() : "";
        if (!silence.isEmpty()) {
            return silence;
        }
        if (verdict.isOther(note.fromCaller()) || verdict.isOther(note.fromCallee())) {
            return CallMedia.CODEC_MISMATCH;
        }
        long last = Math.max(note.fromCaller().lastAt(), note.fromCallee().lastAt());
        if (call.endedAt > 0 && last > call.endedAt + END_GRACE) {
            return CallMedia.AFTER_CALL;
        }
        if (verdict.isBefore(note.fromCaller()) || verdict.isBefore(note.fromCallee())) {
            return CallMedia.BEFORE_CALL;
        }
        boolean both = isHeard(note.fromCaller()) && isHeard(note.fromCallee());
        return both && call.answeredAt > 0 ? CallMedia.OK : "";
    }

    private static boolean isHeard(Way way) {
        return way.firstAt() > 0 || way.reported();
    }

    private boolean isBefore(Way way) {
        return way.firstAt() > 0 && way.firstAt() < call.startedAt - END_GRACE;
    }

    /** Up to the first hold: what is sent then, and whether it goes on after, SDP does not say. */
    private long judgedUntil() {
        return note.heldAt() > 0 ? Math.min(note.heldAt(), call.endedAt) : call.endedAt;
    }

    private String silence() {
        long up = judgedUntil() - call.answeredAt;
        boolean wire = note.fromCaller().firstAt() > 0 || note.fromCallee().firstAt() > 0;
        boolean caller = wire ? isAbsent(note.fromCaller()) : isUnheard(note.fromCaller());
        boolean callee = wire ? isAbsent(note.fromCallee()) : isUnheard(note.fromCallee());
        long grace = wire ? 0 : RTCP_GRACE;
        if (callee && !caller && up >= Math.max(ANSWER_GRACE, grace)) {
            return CallMedia.FALSE_ANSWER;
        }
        if (up < Math.max(note.oneWayAfter(), grace)) {
            return "";
        }
        caller |= wire && isSilent(note.fromCaller());
        callee |= wire && isSilent(note.fromCallee());
        return caller && callee ? CallMedia.NO_AUDIO : caller || callee ? CallMedia.ONE_WAY : "";
    }

    /** Nothing of it was seen on the wire since the answer, and RTCP reports none. */
    private boolean isAbsent(Way way) {
        return !way.reported() && way.lastAt() <= call.answeredAt;
    }

    private static boolean isUnheard(Way way) {
        return !way.reported() && way.unheard() >= LEAST_UNHEARD;
    }

    /** It began late, or ended early. */
    private boolean isSilent(Way way) {
        if (way.firstAt() == 0 || maySilence(way)) {
            return false;
        }
        boolean late = way.firstAt() > call.answeredAt + note.oneWayAfter();
        boolean early = note.heldAt() == 0 && way.lastAt() < call.endedAt - note.oneWayAfter();
        return late || early;
    }

    private boolean maySilence(Way way) {
        for (String name : (way.codecs() + '>' + call.codecs.text()).split("[>,]")) {
            if (WITH_SILENCE.contains(name.toUpperCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    /** Whether it has a codec that both sides agreed on at no time and at no hop. */
    private boolean isOther(Way way) {
        if (call.codecs.text().isEmpty() || call.answeredAt == 0) {
            return false;
        }
        for (String name : way.codecs().split(">")) {
            if (!name.isEmpty() && !RtpStream.isCompanion(name) && !call.codecs.has(name)) {
                return true;
            }
        }
        return false;
    }
}
