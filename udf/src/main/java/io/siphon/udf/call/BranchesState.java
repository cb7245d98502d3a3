package io.siphon.udf.call;

import java.util.ArrayList;
import java.util.List;

/**
 * State: the INVITE transactions of an attempt, at the observed hop nearest the caller, which has
 * the fewest Via values. What fails beyond that hop does not count, because the proxy may try
 * elsewhere. There is usually one transaction. There are several where that hop is the outgoing
 * side of a forking proxy.
 */
public class BranchesState {

    /** More branches than this are not told apart. */
    static final int LIMIT = 32;

    /** How an initial INVITE relates to earlier ones. */
    enum Sight {
        /** The same, nearer to the caller than any before. */
        NEARER,
        /** A new transaction in place of the one before: after a challenge, say. */
        RETRY,
        /** A transaction beside the others. */
        FORK,
        /** Seen before: a retransmission, or another agent's view. */
        AGAIN,
        /** Further from the caller. */
        BEYOND
    }

    /** CSeq of the transactions. */
    public long cseq;

    /** Via values of their messages. */
    public int hops;

    public List<BranchState> branches = new ArrayList<>();

    public BranchesState() {}

    /**
     * @param room see {@link CallState#roomLeft}
     */
    Sight see(CallEvent invite, int room) {
        Sight sight = sightOf(invite);
        switch (sight) {
            case NEARER, RETRY -> restart(invite);
            case FORK -> add(invite.branch(), room);
            case AGAIN, BEYOND -> {}
        }
        return sight;
    }

    /** Whether an INVITE would be a transaction beside the others. */
    boolean isFork(CallEvent invite) {
        return sightOf(invite) == Sight.FORK;
    }

    private Sight sightOf(CallEvent invite) {
        long number = numberOf(invite);
        if (branches.isEmpty() || number > cseq && invite.hops() <= hops) {
            return Sight.RETRY;
        }
        if (number != cseq) {
            return number > cseq ? Sight.BEYOND : Sight.AGAIN;
        }
        if (invite.hops() != hops) {
            return invite.hops() < hops ? Sight.NEARER : Sight.BEYOND;
        }
        return knows(invite.branch()) ? Sight.AGAIN : Sight.FORK;
    }

    /**
     * Whether a final failure response is what the caller gets: it was seen at the hop nearest the
     * caller, and no branch there is still open. A response whose own INVITE was lost counts by its
     * Via values; one without any Via by where it goes to.
     *
     * @param origin source of the INVITE nearest the caller
     * @param room see {@link CallState#roomLeft}
     */
    boolean settle(CallEvent failure, String origin, int room) {
        if (failure.hops() == 0 && hops > 0) {
            return SocketName.same(failure.destination(), origin);
        }
        if (failure.hops() > hops) {
            return false;
        }
        if (failure.hops() < hops || numberOf(failure) > cseq) {
            restart(failure);
        }
        add(failure.branch(), room).status = failure.status();
        return branches.stream().allMatch(b -> b.status > 0);
    }

    /**
     * Whether a CANCEL is the caller's: it cancels the first transaction, or all that are open. A
     * CANCEL has one Via at every hop (RFC 3261, 9.1), so the branch alone identifies it.
     */
    boolean cancel(CallEvent cancel, String origin) {
        if (cancel.branch().isEmpty()) {
            return SocketName.same(
                    cancel.isRequest() ? cancel.source() : cancel.destination(), origin);
        }
        branches.stream()
                .filter(b -> b.id.equals(cancel.branch()))
                .forEach(b -> b.cancelled = true);
        return !branches.isEmpty()
                && (branches.get(0).cancelled
                        || branches.stream().allMatch(b -> b.cancelled || b.status > 0)
                                && knows(cancel.branch()));
    }

    /**
     * As {@link InviteRetry#within}; but where the hop of the caller is not seen, the proxy may try
     * the next gateway itself (RFC 3261, 16.7).
     */
    long retriedWithin(int status) {
        long within = InviteRetry.within(status);
        return hops > 1 && status < 600 ? Math.max(within, CallState.AT_ONCE) : within;
    }

    /** Whether an event belongs to a transaction after these. */
    boolean isNewer(CallEvent event) {
        return numberOf(event) > cseq;
    }

    /** Whether an event belongs to a transaction before these. */
    boolean isOlder(CallEvent event) {
        return numberOf(event) < cseq;
    }

    /** Whether it is that of the INVITE that describes the call. */
    boolean isFirst(String branch) {
        return !branches.isEmpty() && !branch.isEmpty() && branches.get(0).id.equals(branch);
    }

    boolean knows(String branch) {
        return branches.stream().anyMatch(b -> b.id.equals(branch));
    }

    private void restart(CallEvent event) {
        cseq = numberOf(event);
        hops = event.hops();
        branches.clear();
        add(event.branch(), CallState.LISTS_ROOM);
    }

    private BranchState add(String branch, int room) {
        for (BranchState b : branches) {
            if (b.id.equals(branch)) {
                return b;
            }
        }
        BranchState added = new BranchState(branch);
        if (branches.size() < LIMIT && TextRoom.octets(branch) <= room) {
            branches.add(added);
        }
        return added;
    }

    /** An event without CSeq counts as one of these transactions. */
    private long numberOf(CallEvent event) {
        return event.cseq() < 0 ? cseq : event.cseq();
    }
}
