package io.siphon.console.web;

import io.siphon.console.access.Role;
import io.siphon.console.flow.Arrow;
import io.siphon.console.flow.Flow;
import io.siphon.console.flow.FlowTime;
import io.siphon.console.flow.MessageDiff;
import io.siphon.console.flow.SdpExchange;
import io.siphon.console.flow.SipText;
import io.siphon.schema.Text;

import javax.annotation.Nullable;

import java.util.List;

/**
 * One message whole.
 *
 * @param about when, from where to where, by whom
 * @param body text after the headers
 * @param sdp what its session description says; empty when it has none
 * @param exchange what that is in its conversation, sentences
 * @param bodyOnly whether only the body is shown
 * @param comparedWith number of the message that it is compared with; 0 for none
 * @param diff from that one; null for none
 * @param marked whether the reader marked that one, or this
 * @param mark link that marks it, or takes the mark away
 */
public record MessageView(
        int number,
        String startLine,
        String about,
        List<SipText.Header> headers,
        String body,
        String sdp,
        List<String> exchange,
        boolean bodyOnly,
        int comparedWith,
        @Nullable MessageDiff diff,
        boolean marked,
        String mark,
        String previous,
        String following) {

    /** Without its text, for roles that do not see it. */
    MessageView asSeenBy(Role role) {
        return role.seesMessages()
                ? this
                : new MessageView(
                        number,
                        "Your role does not see the text of messages.",
                        about,
                        List.of(),
                        "",
                        "",
                        List.of(),
                        false,
                        0,
                        null,
                        marked,
                        mark,
                        previous,
                        following);
    }

    static MessageView of(Flow flow, int number, CallView view) {
        Arrow arrow = flow.arrows().get(number - 1);
        SipText text = SipText.of(arrow.trace().payload());
        Arrow other = compared(flow, arrow, view.marked());
        return new MessageView(
                number,
                text.startLine(),
                about(arrow),
                text.headers(),
                text.body(),
                arrow.sdp(),
                SdpExchange.of(flow, arrow).sentences(),
                view.is(CallOption.BODY) && !arrow.sdp().isEmpty(),
                other == null ? 0 : other.number(),
                other == null ? null : MessageDiff.of(whole(other), whole(arrow)),
                view.marked() > 0,
                view.markLink(number),
                number > 1 ? view.messageLink() + (number - 1) + "#message" : "",
                number < flow.arrows().size()
                        ? view.messageLink() + (number + 1) + "#message"
                        : "");
    }

    private static String about(Arrow arrow) {
        String skew = arrow.nodes().size() > 1 ? ", %d µs apart".formatted(arrow.skewMicros()) : "";
        String again =
                arrow.retransmission() > 0 ? ", retransmission " + arrow.retransmission() : "";
        return "%s UTC, %s to %s, seen by %s%s%s"
                .formatted(
                        FlowTime.date(arrow.timeMicros()),
                        arrow.trace().source(),
                        arrow.trace().destination(),
                        String.join(" and ", arrow.nodes()),
                        skew,
                        again);
    }

    private static String whole(Arrow arrow) {
        return Text.decode(arrow.trace().payload());
    }

    /** The marked one, else the last before it of its kind: the same at the hop before. */
    @Nullable
    private static Arrow compared(Flow flow, Arrow arrow, int marked) {
        if (marked > 0) {
            return marked == arrow.number() ? null : flow.arrows().get(marked - 1);
        }
        Arrow found = null;
        for (Arrow other : flow.arrows().subList(0, arrow.number() - 1)) {
            if (other.status() == arrow.status() && other.method().equals(arrow.method())) {
                found = other;
            }
        }
        return found == null && arrow.number() > 1 ? flow.arrows().get(arrow.number() - 2) : found;
    }
}
