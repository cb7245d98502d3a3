package io.siphon.udf.call;

import io.siphon.udf.edge.EdgeCodec;
import io.siphon.udf.edge.RecordBuffer;

import java.util.List;

/**
 * {@link CallState}s in state, without their Call-ID, which is the key. Of a call that has ended
 * what is asked of it still is kept, so that retransmissions do not begin a new one: most calls in
 * state are ended ones, since they linger for longer than the average call lasts.
 */
final class CallStateCodec implements EdgeCodec<CallState> {

    private static final long serialVersionUID = 1;

    /** As 0.1 wrote them: without the From tag of what has ended, without BYEs and retries. */
    private static final int ENDED_0_1 = 0;

    private static final int GOING_ON_0_1 = 1;

    /** Components that are added later follow under another number. */
    private static final int ENDED = 2;

    private static final int GOING_ON = 3;

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
        }
    }

    @Override
    public CallState read(RecordBuffer from) {
        int kind = from.integer();
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
            readRest(call, from, true);
        } else if (kind != ENDED_0_1) {
            call.fromTag = from.text();
        }
        if (kind == GOING_ON) {
            readRest(call, from, false);
            readByes(call, from);
            call.retries = from.integer();
            call.reason = from.recurring();
            call.failedReason = from.recurring();
        }
        return call;
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
        to.text(call.offered);
        to.text(call.answered);
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

    private void readRest(CallState call, RecordBuffer from, boolean withFromTag) {
        call.caller = from.text();
        call.callee = from.text();
        call.fromTag = withFromTag ? from.text() : call.fromTag;
        call.toTag = from.text();
        call.destination = from.recurring();
        call.node = from.recurring();
        call.trunk = from.recurring();
        call.direction = from.recurring();
        call.userAgent = from.recurring();
        call.correlationId = from.text();
        call.offered = from.recurring();
        call.answered = from.recurring();
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
            call.early.add(events.read(from));
        }
    }

    private static void writeByes(CallState call, RecordBuffer to) {
        to.integer(call.byes.size());
        for (ByeState bye : call.byes) {
            to.time(bye.at, call.startedAt);
            to.number(bye.cseq);
            to.flag(bye.byCaller);
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
            bye.byCaller = from.flag();
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
