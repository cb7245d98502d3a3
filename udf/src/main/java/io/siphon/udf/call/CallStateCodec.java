package io.siphon.udf.call;

import io.siphon.schema.CallLeg;
import io.siphon.schema.CallMedia;
import io.siphon.schema.MediaFigures;
import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RecordBuffer;
import io.siphon.udf.session.SessionCodecs;
import io.siphon.udf.verdict.VerdictState;
import io.siphon.udf.verdict.VerdictStateCodec;

import java.util.List;

/**
 * Serializes {@link CallState}s in state, without their Call-ID, which is the key. Of an ended call
 * it keeps what recognizes retransmissions, so that they do not begin a new call, and its row,
 * which a note may change. Most calls in state are ended ones, because they are kept for longer
 * than the average call lasts.
 *
 * <p>Sections follow, each behind its number. 0.1, and 0.2 before them, wrote none.
 */
final class CallStateCodec implements EdgeCodec<CallState> {

    private static final long serialVersionUID = 1;

    /** As 0.1 wrote them: without the From tag of what has ended, without BYEs and retries. */
    private static final int ENDED_0_1 = 0;

    private static final int GOING_ON_0_1 = 1;

    /** Components that are added later follow under another number. */
    private static final int ENDED = 2;

    /** Without what verdicts are made of. */
    private static final int GOING_ON_UNJUDGED = 3;

    private static final int GOING_ON = 4;

    /** Behind the sections of a call that others follow. */
    static final int END = 0;

    /** Sections. Their numbers are in savepoints. */
    private static final int ROW = 1;

    private static final int LEG = 2;

    private static final int VERDICT = 3;

    private static final int MEDIA = 9;

    private static final int MOVED = 10;

    private static final int OTHER_CODECS = 11;

    private final CallEventCodec events = new CallEventCodec();

    @Override
    public void write(CallState call, RecordBuffer to) {
        boolean ended = call.closedAt > 0;
        to.integer(ended ? ENDED : GOING_ON);
        to.number(call.timer);
        to.text(call.source);
        to.number(call.startedAt);
        to.time(call.endedAt, call.startedAt);
        to.time(call.closedAt, call.startedAt);
        write(call.branches, to);
        to.text(call.fromTag);
        if (!ended) {
            writeRest(call, to);
            writeByes(call, to);
            to.integer(call.retries);
            to.text(call.reason);
            to.text(call.failedReason);
            SessionCodecs.write(call.codecs, to);
            writeHeard(call, to);
            to.number(call.clockOffset);
        }
        writeSections(call, to, ended);
    }

    private static void writeSections(CallState call, RecordBuffer to, boolean ended) {
        if (ended) {
            to.integer(ROW);
            writeRow(call, to);
        }
        if (!call.leg.equals(CallLeg.NONE)) {
            to.integer(LEG);
            to.text(call.leg.conversationId());
            to.integer(call.leg.leg());
        }
        if (!ended && !(call.callerMoved.isEmpty() && call.calleeMoved.isEmpty())) {
            to.integer(MOVED);
            to.text(call.callerMoved);
            to.text(call.calleeMoved);
        }
        if (!call.codecs.others.isEmpty()) {
            to.integer(OTHER_CODECS);
            to.text(call.codecs.others);
        }
        to.integer(VERDICT);
        VerdictStateCodec.write(call.verdict, to);
        if (!call.media.isNone()) {
            to.integer(MEDIA);
            to.flag(call.media.awaited);
            to.text(call.media.media.verdict());
            write(call.media.media.fromCaller(), to);
            write(call.media.media.fromCallee(), to);
        }
    }

    private static void write(MediaFigures figures, RecordBuffer to) {
        to.text(figures.origin());
        to.real(figures.mosMin());
        to.real(figures.mosMean());
        to.real(figures.lossMaxPct());
        to.real(figures.lossMeanPct());
        to.real(figures.jitterMaxMs());
        to.real(figures.jitterMeanMs());
    }

    private static CallMediaState readMedia(RecordBuffer from) {
        CallMediaState media = new CallMediaState();
        media.awaited = from.flag();
        media.media = new CallMedia(from.recurring(), readFigures(from), readFigures(from));
        return media;
    }

    private static MediaFigures readFigures(RecordBuffer from) {
        return new MediaFigures(
                from.recurring(),
                from.real(),
                from.real(),
                from.real(),
                from.real(),
                from.real(),
                from.real());
    }

    private static void readSections(CallState call, RecordBuffer from) {
        while (from.hasMore()) {
            int section = from.integer();
            switch (section) {
                case ROW -> readRow(call, from);
                case VERDICT -> VerdictStateCodec.read(call.verdict, from);
                case MEDIA -> call.media = readMedia(from);
                case LEG -> call.leg = new CallLeg(from.text(), from.integer());
                case MOVED -> {
                    call.callerMoved = from.recurring();
                    call.calleeMoved = from.recurring();
                }
                case OTHER_CODECS -> call.codecs.others = from.recurring();
                case END -> {
                    return;
                }
                default -> throw new IllegalStateException("calls of a later version: " + section);
            }
        }
    }

    @Override
    public CallState read(RecordBuffer from) {
        return read(from.integer(), from);
    }

    CallState read(int kind, RecordBuffer from) {
        if (kind < ENDED_0_1 || kind > GOING_ON) {
            throw new IllegalStateException("calls of a later version: " + kind);
        }
        CallState call = new CallState();
        call.timer = from.number();
        call.source = from.recurring();
        call.startedAt = from.number();
        call.endedAt = from.time(call.startedAt);
        call.closedAt = from.time(call.startedAt);
        read(call.branches, from);
        if (kind == GOING_ON_0_1) {
            readRest(call, from, kind);
            call.codecs.up = call.answeredAt > 0;
        } else if (kind != ENDED_0_1) {
            call.fromTag = from.text();
        }
        if (kind >= GOING_ON_UNJUDGED) {
            readRest(call, from, kind);
            readByes(call, from);
            call.retries = from.integer();
            call.reason = from.recurring();
            call.failedReason = from.recurring();
            SessionCodecs.read(call.codecs, from);
            readHeard(call, from);
            call.clockOffset = from.number();
        }
        if (kind < GOING_ON) {
            call.verdict.mark(VerdictState.RESPONDED); // silence is not claimed
        }
        readSections(call, from);
        return call;
    }

    /** What {@link CallState#snapshot} needs of an ended call, beside what is known of it. */
    private static void writeRow(CallState call, RecordBuffer to) {
        to.text(call.caller);
        to.text(call.callee);
        to.text(call.toTag);
        to.text(call.destination);
        to.text(call.node);
        to.text(call.trunk);
        to.text(call.direction);
        to.text(call.userAgent);
        to.text(call.correlationId);
        to.text(call.codecs.text());
        to.time(call.ringingAt, call.startedAt);
        to.time(call.answeredAt, call.startedAt);
        to.text(call.outcome.name());
        to.integer(call.finalStatus);
        to.text(call.reason);
        to.integer(call.q850Cause);
        to.text(call.releasedBy);
        to.integer(call.retries);
        to.number(call.clockOffset);
    }

    private static void readRow(CallState call, RecordBuffer from) {
        call.caller = from.text();
        call.callee = from.text();
        call.toTag = from.text();
        call.destination = from.recurring();
        call.node = from.recurring();
        call.trunk = from.recurring();
        call.direction = from.recurring();
        call.userAgent = from.recurring();
        call.correlationId = from.text();
        call.codecs.agreed = from.recurring();
        call.ringingAt = from.time(call.startedAt);
        call.answeredAt = from.time(call.startedAt);
        call.outcome = CallOutcome.valueOf(from.recurring());
        call.finalStatus = from.integer();
        call.reason = from.recurring();
        call.q850Cause = from.integer();
        call.releasedBy = from.recurring();
        call.retries = from.integer();
        call.clockOffset = from.number();
    }

    private void writeRest(CallState call, RecordBuffer to) {
        to.text(call.caller);
        to.text(call.callee);
        to.text(call.toTag);
        to.text(call.destination);
        to.text(call.node);
        to.text(call.trunk);
        to.text(call.direction);
        to.text(call.userAgent);
        to.text(call.correlationId);
        to.text(call.codecs.offered);
        to.text(call.codecs.agreed);
        to.time(call.ringingAt, call.startedAt);
        to.time(call.answeredAt, call.startedAt);
        to.text(call.outcome.name());
        to.integer(call.finalStatus);
        to.integer(call.q850Cause);
        to.text(call.releasedBy);
        to.time(call.activeAt, call.startedAt);
        to.time(call.cancelledAt, call.startedAt);
        to.time(call.dialogAt, call.startedAt);
        to.integer(call.failedStatus);
        to.time(call.failedAt, call.startedAt);
        to.integer(call.failedCause);
        to.text(call.failedTag);
        to.flag(call.settled);
        write(call.otherTags, to);
        write(call.goneTags, to);
        write(call.refused, to);
        to.integer(call.early.size());
        call.early.forEach(event -> events.write(event, to));
    }

    private void readRest(CallState call, RecordBuffer from, int kind) {
        call.caller = from.text();
        call.callee = from.text();
        call.fromTag = kind == GOING_ON_0_1 ? from.text() : call.fromTag;
        call.toTag = from.text();
        call.destination = from.recurring();
        call.node = from.recurring();
        call.trunk = from.recurring();
        call.direction = from.recurring();
        call.userAgent = from.recurring();
        call.correlationId = from.text();
        call.codecs.offered = from.recurring();
        call.codecs.agreed = from.recurring();
        call.ringingAt = from.time(call.startedAt);
        call.answeredAt = from.time(call.startedAt);
        call.outcome = CallOutcome.valueOf(from.recurring());
        call.finalStatus = from.integer();
        call.q850Cause = from.integer();
        call.releasedBy = from.recurring();
        call.activeAt = from.time(call.startedAt);
        call.cancelledAt = from.time(call.startedAt);
        call.dialogAt = from.time(call.startedAt);
        call.failedStatus = from.integer();
        call.failedAt = from.time(call.startedAt);
        call.failedCause = from.integer();
        call.failedTag = from.text();
        call.settled = from.flag();
        read(call.otherTags, from);
        read(call.goneTags, from);
        read(call.refused, from);
        for (int i = from.integer(); i > 0; i--) {
            call.early.add(events.read(from, () -> kind > GOING_ON_0_1, () -> kind >= GOING_ON));
        }
    }

    private static void writeHeard(CallState call, RecordBuffer to) {
        to.time(call.heardRingingAt, call.startedAt);
        to.time(call.heardAnswerAt, call.startedAt);
        to.text(call.answerer);
        to.integer(call.answererHops);
        to.text(call.answererHost);
        to.flag(call.proxied);
        to.text(call.byeFrom);
        to.flag(call.byeFromCaller);
    }

    private static void readHeard(CallState call, RecordBuffer from) {
        call.heardRingingAt = from.time(call.startedAt);
        call.heardAnswerAt = from.time(call.startedAt);
        call.answerer = from.recurring();
        call.answererHops = from.integer();
        call.answererHost = from.recurring();
        call.proxied = from.flag();
        call.byeFrom = from.recurring();
        call.byeFromCaller = from.flag();
    }

    private static void writeByes(CallState call, RecordBuffer to) {
        to.integer(call.byes.size());
        for (ByeState bye : call.byes) {
            to.time(bye.at, call.startedAt);
            to.number(bye.cseq);
            to.flag(bye.atCaller);
            to.flag(bye.byCaller);
            to.flag(bye.byNetwork);
            to.integer(bye.q850Cause);
            to.integer(bye.refused);
            to.flag(bye.ends);
        }
    }

    private static void readByes(CallState call, RecordBuffer from) {
        for (int i = from.integer(); i > 0; i--) {
            ByeState bye = new ByeState();
            bye.at = from.time(call.startedAt);
            bye.cseq = from.number();
            bye.atCaller = from.flag();
            bye.byCaller = from.flag();
            bye.byNetwork = from.flag();
            bye.q850Cause = from.integer();
            bye.refused = from.integer();
            bye.ends = from.flag();
            call.byes.add(bye);
        }
    }

    private static void write(BranchesState branches, RecordBuffer to) {
        to.number(branches.cseq);
        to.integer(branches.hops);
        to.integer(branches.branches.size());
        for (BranchState branch : branches.branches) {
            to.text(branch.id);
            to.integer(branch.status);
            to.flag(branch.cancelled);
        }
    }

    private static void read(BranchesState branches, RecordBuffer from) {
        branches.cseq = from.number();
        branches.hops = from.integer();
        for (int i = from.integer(); i > 0; i--) {
            BranchState branch = new BranchState(from.text());
            branch.status = from.integer();
            branch.cancelled = from.flag();
            branches.branches.add(branch);
        }
    }

    private static void write(List<String> texts, RecordBuffer to) {
        to.integer(texts.size());
        texts.forEach(to::text);
    }

    private static void read(List<String> texts, RecordBuffer from) {
        for (int i = from.integer(); i > 0; i--) {
            texts.add(from.text());
        }
    }
}
