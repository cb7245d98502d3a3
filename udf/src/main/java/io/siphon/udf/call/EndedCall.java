package io.siphon.udf.call;

/** An ended call, in savepoints made before {@link CallStateCodec}. */
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

    CallState toCall() {
        CallState call = new CallState().withTimer(timer);
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
