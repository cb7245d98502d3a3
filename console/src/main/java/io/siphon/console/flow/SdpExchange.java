package io.siphon.console.flow;

import io.siphon.console.flow.SdpText.Media;
import io.siphon.schema.PlainText;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a session description is in its conversation (RFC 3264): an offer or an answer, to which
 * message, and what both agreed on.
 *
 * @param sentences plain text; none when the message has no description
 */
public record SdpExchange(List<String> sentences) {

    private static final String EVENTS = "telephone-event";

    public static SdpExchange of(Flow flow, Arrow arrow) {
        SdpText sdp = sdp(arrow);
        if (sdp == null) {
            return new SdpExchange(List.of());
        }
        List<String> sentences = new ArrayList<>();
        Arrow offer = offerOf(flow, arrow);
        Arrow answer = offer == null ? answerTo(flow, arrow) : null;
        if (offer != null) {
            sentences.add("Answer to the offer in message " + offer.number() + ".");
            agreed(sdp(offer), sdp, sentences);
        } else if (answer != null) {
            sentences.add("Offer, answered by message " + answer.number() + ".");
            agreed(sdp, sdp(answer), sentences);
        } else {
            sentences.add("Offer; no answer to it was seen.");
        }
        Arrow before = earlier(flow, arrow);
        if (before != null) {
            changed(before, sdp(before), sdp, sentences);
        }
        return new SdpExchange(sentences.stream().map(PlainText::line).toList());
    }

    @Nullable
    private static SdpText sdp(Arrow arrow) {
        return arrow.sdp().isEmpty() ? null : SipText.of(arrow.trace().payload()).sdp();
    }

    private static String number(Arrow arrow) {
        return SipText.of(arrow.trace().payload()).header("cseq").split("\\s+", 2)[0];
    }

    /** The offer that this answers: null when this is an offer itself. */
    @Nullable
    private static Arrow offerOf(Flow flow, Arrow arrow) {
        if (!arrow.isRequest()) {
            return last(flow, arrow, arrow.method(), true);
        }
        boolean mayAnswer = arrow.method().equals("ACK") || arrow.method().equals("PRACK");
        // an INVITE without an offer: the response has it
        return mayAnswer && last(flow, arrow, "INVITE", true) == null
                ? last(flow, arrow, "INVITE", false)
                : null;
    }

    /**
     * The nearest before an arrow with a description, of its transaction; of its hop if there is.
     */
    @Nullable
    private static Arrow last(Flow flow, Arrow arrow, String method, boolean request) {
        String number = arrow.method().equals("PRACK") ? "" : number(arrow);
        Arrow found = null;
        for (Arrow other : flow.arrows()) {
            if (other.number() >= arrow.number()) {
                break;
            }
            if (other.isRequest() == request
                    && other.method().equals(method)
                    && !other.sdp().isEmpty()
                    && (number.isEmpty() || number(other).equals(number))
                    && (found == null || isOpposite(other, arrow) || !isOpposite(found, arrow))) {
                found = other;
            }
        }
        return found;
    }

    private static boolean isOpposite(Arrow one, Arrow other) {
        return one.from() == other.to() && one.to() == other.from();
    }

    /** The first after it that has it as its offer. */
    @Nullable
    private static Arrow answerTo(Flow flow, Arrow offer) {
        Arrow any = null;
        String number = number(offer);
        for (Arrow other : flow.arrows()) {
            if (other.number() <= offer.number()
                    || other.sdp().isEmpty()
                    || other.isRequest() == offer.isRequest()) {
                continue;
            }
            boolean ofTransaction =
                    other.method().equals("PRACK")
                            || number(other).equals(number)
                                    && (other.method().equals(offer.method())
                                            || other.method().equals("ACK"));
            if (ofTransaction && isOpposite(other, offer)) {
                return other;
            }
            any = any == null && ofTransaction ? other : any;
        }
        return any;
    }

    private static void agreed(
            @Nullable SdpText offer, @Nullable SdpText answer, List<String> sentences) {
        if (offer == null || answer == null) {
            return;
        }
        for (int i = 0; i < offer.media().size(); i++) {
            Media offered = offer.media().get(i);
            if (i >= answer.media().size()) {
                sentences.add(
                        offered.type()
                                + ": left out of the answer, which must have as many media as the"
                                + " offer.");
            } else {
                sentences.add(agreed(offered, answer.media().get(i)));
            }
        }
    }

    private static String agreed(Media offered, Media answered) {
        if (answered.isRefused()) {
            return offered.type() + ": refused.";
        }
        List<String> common =
                offered.codecs().stream()
                        .filter(codec -> contains(answered.codecs(), codec))
                        .distinct()
                        .toList();
        List<String> foreign =
                answered.codecs().stream()
                        .filter(codec -> !contains(offered.codecs(), codec))
                        .toList();
        List<String> left =
                offered.codecs().stream()
                        .filter(codec -> !contains(answered.codecs(), codec))
                        .toList();
        StringBuilder words = new StringBuilder(offered.type()).append(": ");
        boolean speech = common.stream().anyMatch(codec -> !codec.equalsIgnoreCase(EVENTS));
        words.append(speech ? "agreed on " + String.join(", ", common) : "no common codec");
        words.append(left.isEmpty() ? "" : "; not taken: " + String.join(", ", left));
        words.append(
                foreign.isEmpty()
                        ? ""
                        : "; answered, but not offered: " + String.join(", ", foreign));
        words.append("; ").append(offered.address()).append(way(offered, answered));
        return words.append(answered.address()).append('.').toString();
    }

    private static boolean contains(List<String> codecs, String codec) {
        return codecs.stream().anyMatch(codec::equalsIgnoreCase);
    }

    private static String way(Media offered, Media answered) {
        boolean forth = sends(offered) && receives(answered);
        boolean back = sends(answered) && receives(offered);
        if (forth && back) {
            return " and ";
        }
        return forth ? " sends only to " : back ? " receives only from " : ", on hold, ";
    }

    private static boolean sends(Media media) {
        return media.direction().equals("sendrecv") || media.direction().equals("sendonly");
    }

    private static boolean receives(Media media) {
        return media.direction().equals("sendrecv") || media.direction().equals("recvonly");
    }

    /** The description before it that came from the same host on the same way. */
    @Nullable
    private static Arrow earlier(Flow flow, Arrow arrow) {
        Arrow found = null;
        for (Arrow other : flow.arrows()) {
            boolean before = other.number() < arrow.number() && !other.sdp().isEmpty();
            if (before && other.from() == arrow.from() && other.to() == arrow.to()) {
                found = other;
            }
        }
        return found;
    }

    private static void changed(
            Arrow before, @Nullable SdpText old, SdpText now, List<String> sentences) {
        if (old == null || old.equals(now)) {
            return;
        }
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < Math.min(old.media().size(), now.media().size()); i++) {
            Media was = old.media().get(i);
            Media is = now.media().get(i);
            change(changes, was.type() + " address", was.address(), is.address());
            change(changes, "direction", was.direction(), is.direction());
            change(
                    changes,
                    "codecs",
                    String.join(", ", was.codecs()),
                    String.join(", ", is.codecs()));
        }
        if (old.media().size() != now.media().size()) {
            change(changes, "media", "" + old.media().size(), "" + now.media().size());
        }
        if (!changes.isEmpty()) {
            sentences.add(
                    "Since message " + before.number() + ": " + String.join("; ", changes) + ".");
        }
    }

    private static void change(List<String> changes, String what, String was, String is) {
        if (!was.equals(is)) {
            changes.add(what + " " + was + " → " + is);
        }
    }
}
