package io.siphon.udf.call;

import io.siphon.udf.payload.Endpoints;

/**
 * Whose a message is: of the call's attempt, of its dialogs, of the hop nearest the caller.
 *
 * @param call whose tags and branches it asks, and changes in place
 */
record DialogRules(CallState call) {

    private static final int TAGS_LIMIT = 8;

    /** What others say with this Call-ID is no sign of the call's life. */
    void active(CallEvent e) {
        if (e.fromTag().equals(call.fromTag) || isOfDialog(e)) {
            call.activeAt = Math.max(call.activeAt, e.timeMicros());
        }
    }

    /**
     * A side that asks for something from another address than before has moved there (RFC 3261,
     * 12.2.1.1: target refresh). What has several Via values, or comes from where the caller's
     * INVITE went, was passed on.
     */
    void refreshTarget(CallEvent e) {
        if (!e.isRequest()
                || e.hops() > 1
                || call.branches.hops > 1
                || SocketName.same(e.source(), call.destination)
                || SocketName.same(e.source(), call.source)
                || !isOfDialog(e)) {
            return;
        }
        String address = Endpoints.address(e.source());
        if (e.fromTag().equals(call.fromTag)) {
            call.callerMoved = address;
        } else if (!address.equals(Endpoints.address(call.answerer))) {
            call.calleeMoved = address;
        }
    }

    /** Whether the tags are those of caller and callee, in either direction. */
    boolean isOfDialog(CallEvent e) {
        if (call.fromTag.isEmpty()) {
            return isCallees(e.fromTag()) || isCallees(e.toTag());
        }
        return e.fromTag().equals(call.fromTag) && isCallees(e.toTag())
                || e.toTag().equals(call.fromTag) && isCallees(e.fromTag());
    }

    /** Before the answer any may be: who of a fork answers is not known. */
    private boolean isCallees(String tag) {
        return call.answeredAt == 0
                || call.toTag.isEmpty()
                || tag.equals(call.toTag)
                || call.otherTags.contains(tag)
                || call.goneTags.contains(tag);
    }

    /**
     * Not a re-INVITE's of the callee, nor a stranger's who does not know the tag: a response has
     * the From of its request (RFC 3261, 8.2.6.2).
     */
    boolean isOfAttempt(CallEvent e) {
        return call.fromTag.isEmpty() || e.fromTag().equals(call.fromTag);
    }

    /** Whether a request of the dialog was seen where the caller sends it or gets it. */
    boolean isAtCaller(CallEvent request, boolean byCaller) {
        return SocketName.same(byCaller ? request.source() : request.destination(), call.source);
    }

    /**
     * Whether a response to the INVITE was seen at the hop nearest the caller: with as few Via
     * values as the INVITE there, and on its branch, or on its way to where that came from. A leg
     * behind a B2BUA that keeps Call-ID and From tag has as few, but goes elsewhere.
     */
    boolean isNearest(CallEvent response) {
        if (response.hops() > 0 && response.hops() != call.branches.hops) {
            return response.hops() < call.branches.hops;
        }
        return call.branches.isFirst(response.branch())
                || SocketName.same(response.destination(), call.source);
    }

    /** Notes who answered: the source of the 2xx where it was seen furthest from the caller. */
    void answeredBy(CallEvent e) {
        boolean further = call.answerer.isEmpty() || e.hops() > call.answererHops;
        if (further && call.otherTags.isEmpty() && call.goneTags.isEmpty()) {
            call.answerer = e.source();
            call.answererHops = e.hops();
            call.answererHost = e.sender();
        }
    }

    /**
     * Whether a 2xx that was heard before the caller's was of another leg: with another tag, though
     * no proxy was in between.
     */
    boolean isBehindB2bua(CallEvent callers) {
        return callers.hops() >= call.answererHops && !callers.toTag().equals(call.toTag);
    }

    /** A further 2xx: that of another leg of a fork (RFC 3261, 13.2.2.4). */
    void answeredTwice(CallEvent e) {
        String tag = e.toTag();
        if (!tag.isEmpty()
                && !tag.equals(call.toTag)
                && !call.otherTags.contains(tag)
                && !call.goneTags.contains(tag)
                && call.otherTags.size() + call.goneTags.size() < TAGS_LIMIT
                && call.hasRoomFor(tag)) {
            call.otherTags.add(tag);
            call.answerer = ""; // which of them stays is for the caller to say
            call.answererHost = "";
        }
    }

    /** Of a fork that several answered, the caller ends all but one at once. */
    boolean leavesAnother(String tag) {
        if (call.goneTags.contains(tag)) {
            return true;
        }
        if (call.otherTags.remove(tag)) {
            return call.goneTags.add(tag);
        }
        if (call.otherTags.isEmpty() || !tag.equals(call.toTag)) {
            return false;
        }
        call.toTag = call.otherTags.remove(0);
        return call.goneTags.add(tag);
    }
}
