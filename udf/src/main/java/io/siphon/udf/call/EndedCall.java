package io.siphon.udf.call;

/**
 * State: what is asked of a call that has ended, so that retransmissions do not begin a new one.
 * Most calls in state are ended ones: they linger for longer than the average call lasts.
 */
public class EndedCall {

    public String source = "";
    public long startedAt;
    public long endedAt;
    public long closedAt;

    /** Of {@link BranchesState}. */
    public long cseq;

    public int hops;

    /** {@link BranchState#id} of each. */
    public String[] branches = {};

    /** The timer that is set, see {@link io.siphon.udf.order.DeadlineTimer}. */
    public long timer;

    public EndedCall() {}

    static EndedCall of(CallState call) {
        EndedCall ended = new EndedCall();
        ended.source = call.source;
        ended.startedAt = call.startedAt;
        ended.endedAt = call.endedAt;
        ended.closedAt = call.closedAt;
        ended.cseq = call.branches.cseq;
        ended.hops = call.branches.hops;
        ended.branches = call.branches.branches.stream().map(b -> b.id).toArray(String[]::new);
        ended.timer = call.timer;
        return ended;
    }

    CallState toCall(String callId) {
        CallState call = CallState.of(callId).withTimer(timer);
        call.source = source;
        call.startedAt = startedAt;
        call.endedAt = endedAt;
        call.closedAt = closedAt;
        call.branches.cseq = cseq;
        call.branches.hops = hops;
        for (String branch : branches) {
            call.branches.branches.add(new BranchState(branch));
        }
        return call;
    }
}
