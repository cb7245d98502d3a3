package io.siphon.udf.call;

import io.siphon.udf.payload.Endpoints;

/**
 * Who sent a BYE: a proxy that ends a call (no credit, no media) sends one to either side, each
 * with the tags that the other side would use. Its Via values and sockets tell it from theirs: a
 * BYE with one Via was made by the socket it comes from, any other by the host of its last Via.
 *
 * @param call what is known of caller and callee
 */
record ByeSender(CallState call) {

    /** Whether neither the caller nor the callee made the BYE that has their tags. */
    boolean isNetwork(CallEvent bye, boolean byCaller) {
        if (bye.hops() > 1) {
            return isProxy(bye.sender()) && !bye.sender().equals(host(byCaller));
        }
        boolean network = byCaller ? isNotCaller(bye.source()) : isNotCallee(bye);
        return isOfBoth(bye, byCaller) || network;
    }

    /** Whether the same socket sent BYEs of both sides. */
    private boolean isOfBoth(CallEvent bye, boolean byCaller) {
        if (call.byeFrom.isEmpty()) {
            call.byeFrom = bye.source();
            call.byeFromCaller = byCaller;
            return false;
        }
        boolean both = call.byeFromCaller != byCaller && call.byeFrom.equals(bye.source());
        if (both) {
            call.byes.forEach(held -> held.byNetwork = true);
        }
        return both;
    }

    private boolean isNotCaller(String source) {
        if (SocketName.same(source, call.source)) {
            return call.branches.hops > 1; // a proxy's: the caller's own hop is not seen
        }
        if (SocketName.same(source, call.destination)) {
            return true;
        }
        // a user agent may send from another port
        return call.branches.hops <= 1
                && !isAddressOf(source, call.source)
                && !Endpoints.address(source).equals(call.callerMoved);
    }

    private boolean isNotCallee(CallEvent bye) {
        String source = bye.source();
        if (call.proxied && SocketName.same(source, call.destination)) {
            return true;
        }
        if (call.answerer.isEmpty() || Endpoints.address(source).equals(call.calleeMoved)) {
            return false;
        }
        String contact = call.answererHost;
        if (contact.isEmpty()) {
            return !SocketName.same(source, call.answerer) && !isAddressOf(source, call.answerer);
        }
        boolean callees = contact.equals(bye.sender()) || contact.equals(Endpoints.address(source));
        return !callees && HostPart.isAddress(contact); // a name may stand for any of them
    }

    private boolean isProxy(String host) {
        return call.proxied && host.equals(Endpoints.address(call.destination))
                || call.branches.hops > 1 && host.equals(Endpoints.address(call.source));
    }

    /** Of the side, as far as it is known by its sockets; empty when not. */
    private String host(boolean byCaller) {
        if (!byCaller) {
            return Endpoints.address(call.answerer);
        }
        return call.branches.hops > 1 ? "" : Endpoints.address(call.source);
    }

    private static boolean isAddressOf(String a, String b) {
        return Endpoints.address(a).equals(Endpoints.address(b));
    }
}
