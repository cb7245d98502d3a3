package io.siphon.udf.stream;

import io.siphon.udf.order.DeadlineTimer;
import io.siphon.udf.rtcp.RtcpEvent;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/** State: which calls the reports between one pair of sockets are of. Times are epoch µs. */
public class PairState {

    /** Reports that a copy is looked for among. */
    static final int COPIES = 8;

    static final int NAMES = 4;

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

    /** The call that has the sockets by SDP; empty when that is not known. */
    public String owner = "";

    /** See {@link io.siphon.udf.rtcp.SocketsOfCall#since}. */
    public long ownerSince;

    public long ownerAt;

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
        return !owner.isEmpty() && owner.hashCode() == hash ? owner : null;
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

    /** Of both sockets the call that has come to one of them last. */
    void own(String callId, long since, long at, long retention) {
        boolean known = !owner.isEmpty() && at - ownerAt <= retention;
        boolean later = since == ownerSince ? callId.compareTo(owner) >= 0 : since > ownerSince;
        if (!known || later || callId.equals(owner)) {
            ownerSince = callId.equals(owner) ? Math.max(ownerSince, since) : since;
            owner = callId;
            ownerAt = at;
        }
    }
}
