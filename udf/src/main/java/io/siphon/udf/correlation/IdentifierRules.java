package io.siphon.udf.correlation;

import io.siphon.schema.LinkReason;
import io.siphon.schema.LinkState;
import io.siphon.udf.verdict.PrivateAddress;

import java.util.function.Consumer;

/**
 * Which calls an identifier that is of them alone joins. Call-IDs and halves of Session-ID stand
 * for a call while it lives; what SDP has stands for it at its beginning only, since sockets come
 * again.
 *
 * @param marks is changed in place
 * @param out gets links
 */
record IdentifierRules(CorrelationSettings settings, MarksState marks, Consumer<FoundLink> out) {

    /**
     * A call has the identifier from now on.
     *
     * @return false when there is no room for it
     */
    boolean add(LegMark mark) {
        if (marks.find(mark) != null) {
            return true;
        }
        if (marks.legs.size() >= settings.maxLegs() && !giveWay()) {
            return false;
        }
        MarkState leg = MarkState.of(mark);
        if (MarkKey.isLasting(mark.key())) {
            join(leg, mark);
        } else {
            joinOnce(leg.at(mark), mark);
        }
        marks.legs.add(leg);
        return true;
    }

    /** A leg that failed is forgotten for the next one. */
    private boolean giveWay() {
        for (MarkState leg : marks.legs) {
            if (leg.spent) {
                marks.legs.remove(leg);
                return true;
            }
        }
        return false;
    }

    /** One of the calls has failed, or was hung up. */
    void end(LegMark mark) {
        MarkState leg = marks.find(mark);
        if (leg == null) {
            return;
        }
        if (!MarkKey.isLasting(mark.key())) {
            leg.byeAt = mark.timeMicros();
        } else if (!leg.isOwn()) {
            leg.spent = true;
            out.accept(FoundLink.failed(leg.id(), mark.timeMicros()));
        }
    }

    /** The call that the identifier names, else the first that names it too. */
    private void join(MarkState leg, LegMark mark) {
        if (leg.isOwn()) {
            for (MarkState other : marks.legs) {
                if (!other.isOwn() && !other.named) {
                    link(other, leg, other, mark);
                }
            }
            return;
        }
        MarkState partner = null;
        for (MarkState other : marks.legs) {
            if (partner == null || other.isOwn()) {
                partner = other;
            }
        }
        if (partner != null) {
            link(partner, leg, leg, mark);
        }
    }

    /**
     * The call whose destination this one leaves, or that a third party placed with it; else, as at
     * a B2BUA of two addresses, one that has neither end in common with it. What several of these
     * have at once is a default or a relay's, and joins none.
     */
    private void joinOnce(MarkState leg, LegMark mark) {
        MarkState before = null;
        MarkState elsewhere = null;
        int adjacent = 0;
        int apart = 0;
        boolean transfer = mark.key().startsWith(MarkKey.TRANSFER);
        for (MarkState other : marks.legs) {
            if (Math.abs(leg.seenAt - other.seenAt) > settings.windowMicros()
                    || other.byeAt > 0 && other.byeAt < leg.seenAt) {
                continue;
            }
            if (transfer
                    || isBefore(other, leg) && other.leadsTo(leg)
                    || isBefore(leg, other) && leg.leadsTo(other)
                    || leg.isControlledWith(other)) {
                before = other;
                adjacent++;
            } else if (other.isApartFrom(leg) && !leg.leadsTo(other)) {
                elsewhere = other;
                apart++;
            }
        }
        if (adjacent == 1) {
            link(before, leg, leg, mark);
        } else if (adjacent == 0
                && apart == 1
                && !mark.key().startsWith(MarkKey.DTLS)
                && !isHidden(mark, leg)
                && !isHidden(mark, elsewhere)) {
            link(elsewhere, leg, leg, mark);
        }
    }

    /** Whether it may have caused the other one, as far as two clocks agree. */
    private static boolean isBefore(MarkState first, MarkState second) {
        return second.seenAt >= first.seenAt - CorrelationSettings.BEFORE;
    }

    /**
     * Whether a session is at an address behind the caller's NAT: strangers in other networks have
     * the same one, and phones of one make the same port and session number.
     */
    private static boolean isHidden(LegMark mark, MarkState leg) {
        String value = mark.value();
        String address =
                mark.key().startsWith(MarkKey.MEDIA)
                        ? value.substring(0, Math.max(0, value.indexOf(' ')))
                        : value.substring(value.lastIndexOf(' ') + 1);
        return PrivateAddress.hides(address, leg.source);
    }

    /**
     * @param by whose identifier it is
     */
    private void link(MarkState a, MarkState b, MarkState by, LegMark mark) {
        out.accept(
                FoundLink.of(
                        a,
                        b,
                        LinkReason.ofTag(by.reason),
                        mark.value(),
                        by.score,
                        by.score < GuessRules.ALONE ? LinkState.PROVISIONAL : LinkState.CONFIRMED,
                        mark.timeMicros()));
    }

    /** When a leg is no longer joined by the identifier, if nothing says so before; epoch µs. */
    static long until(MarkState leg, String key, CorrelationSettings settings, long maxDuration) {
        return leg.seenAt
                + (MarkKey.isLasting(key)
                        ? maxDuration
                        : settings.windowMicros() + CorrelationSettings.BEFORE);
    }
}
