package io.siphon.udf.stream;

import io.siphon.udf.order.DeadlineTimer;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.SocketsOfCall;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/** State: which calls the reports between one pair of sockets are of. Times are epoch µs. */
public class PairState {

    /** Reports that a copy is looked for among. */
    static final int COPIES = 8;

    static final int NAMES = 4;

    /** Of both sockets. */
    static final int OWNERS = 8;

    /** Reports that wait for a copy. */
    static final int WAITING = 8;

    /** A report that was let go: under which id it came, and which it got. */
    public static class Copy {

        public long hash;
        public long at;
        public int from;
        public int to;

        public Copy() {}
    }

    /** An id that reports come under, and the one that they get. */
    public static class Name {

        public String id = "";
        public String as = "";
        public long at;

        public Name() {}
    }

    public List<Copy> copies = new ArrayList<>();

    /** The last used is the last. */
    public List<Name> names = new ArrayList<>();

    /** Calls that have one of the sockets by SDP, or both. */
    public List<PairOwner> owners = new ArrayList<>();

    /** In order of their time. */
    public List<RtcpEvent> waiting = new ArrayList<>();

    public long activeAt;

    /** See {@link io.siphon.udf.order.InOrderFunction#wake}. */
    public long timer = DeadlineTimer.NONE;

    public PairState() {}

    /** The last report with that hash within that time; null when there was none. */
    @Nullable
    Copy copy(long hash, long at, long within) {
        Copy found = null;
        for (Copy copy : copies) {
            if (hash != 0 && copy.hash == hash && Math.abs(at - copy.at) <= within) {
                found = copy;
            }
        }
        return found;
    }

    void remember(long hash, long at, String from, String to) {
        if (hash == 0) {
            return;
        }
        if (copies.size() == COPIES) {
            copies.remove(0);
        }
        Copy copy = new Copy();
        copy.hash = hash;
        copy.at = at;
        copy.from = from.hashCode();
        copy.to = to.hashCode();
        copies.add(copy);
    }

    /** Null when no report came under it lately. */
    @Nullable
    Name name(String id) {
        return name(id.hashCode());
    }

    @Nullable
    Name name(int hash) {
        for (Name name : names) {
            if (name.id.hashCode() == hash) {
                return name;
            }
        }
        return null;
    }

    /** The id with that hash; null when it was not used lately. */
    @Nullable
    String idOf(int hash) {
        for (Name name : names) {
            if (name.as.hashCode() == hash) {
                return name.as;
            }
        }
        for (PairOwner owner : owners) {
            if (owner.callId.hashCode() == hash) {
                return owner.callId;
            }
        }
        return null;
    }

    /** A report came under an id and gets another, or the same. */
    void use(String id, String as, long at) {
        Name name = name(id);
        if (name == null) {
            name = new Name();
            name.id = id;
            if (names.size() == NAMES) {
                names.remove(0);
            }
        } else {
            names.remove(name);
        }
        name.as = as;
        name.at = Math.max(name.at, at);
        names.add(name);
    }

    /** A call has one of the sockets, or is over. */
    void own(SocketsOfCall known, long retention) {
        owners.removeIf(owner -> known.timeMicros() - owner.at > retention);
        PairOwner of = null;
        for (PairOwner owner : owners) {
            of = owner.callId.equals(known.callId()) ? owner : of;
        }
        if (of == null) {
            if (known.isOver()) {
                return;
            }
            of = new PairOwner();
            of.callId = known.callId();
            if (owners.size() == OWNERS) {
                owners.remove(0);
            }
            owners.add(of);
        }
        of.learn(known);
    }

    /** Whose reports are that do not say so themselves; null when nobody's, or nobody can tell. */
    @Nullable
    PairOwner owner(long at, long retention) {
        PairOwner found = null;
        boolean shared = false;
        for (PairOwner owner : owners) {
            if (at - owner.at > retention) {
                continue;
            }
            int more = found == null ? 1 : owner.rank() - found.rank();
            shared = more == 0 ? shared || owner.rank() == PairOwner.ONE_UP : more < 0 && shared;
            found = more > 0 || more == 0 && owner.isAfter(found) ? owner : found;
        }
        return shared ? null : found;
    }
}
