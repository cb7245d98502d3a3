package io.siphon.udf.correlation;

import io.siphon.schema.BoundedText;
import io.siphon.schema.LinkReason;
import io.siphon.udf.payload.Endpoints;
import io.siphon.udf.sdp.Media;
import io.siphon.udf.sdp.Sdp;
import io.siphon.udf.sip.Escapes;
import io.siphon.udf.sip.SipMessage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads from a message what another call may say too. */
final class LegIdentifiers implements Serializable {

    private static final long serialVersionUID = 1;

    /** Names of the headers that are read beside the configured ones. */
    static final List<String> HEADERS =
            List.of(
                    "Session-ID",
                    "Replaces",
                    "Join",
                    "Target-Dialog",
                    "In-Reply-To",
                    "Refer-To",
                    "Referred-By",
                    "P-Preferred-Identity",
                    "Remote-Party-ID",
                    "Diversion");

    /** Of one message; further ones are left out. */
    private static final int MOST = 12;

    /** Session ids of fewer digits are those of a counter, or of nobody. */
    private static final int SHORTEST_SESSION = 4;

    /** Octets of one. */
    private static final int WIDTH = BoundedText.ID - 2;

    private final List<HeaderRule> headers;
    private final List<CorrelationRule> rules;
    private final List<String> suffixes;
    private final PartyNumbers numbers;

    LegIdentifiers(CorrelationSettings settings) {
        headers = settings.headers();
        rules = settings.rules();
        suffixes = settings.suffixes();
        numbers = new PartyNumbers(settings.digits());
    }

    List<Identifier> ofInvite(SipMessage m) {
        List<Identifier> said = new ArrayList<>(6);
        String correlation = m.correlationId();
        if (correlation != null && !correlation.equals(m.callId())) {
            add(said, LinkReason.CORRELATION_ID, correlation);
        }
        String[] headers = m.headers();
        for (int i = 0; i + 1 < headers.length; i += 2) {
            header(said, m, headers[i], headers[i + 1]);
        }
        callId(said, m.callId());
        for (CorrelationRule rule : rules) {
            if (rule.isAt(m)) {
                add(said, rule.reason(), rule.ofCallId(m.callId()), rule.score());
            }
        }
        if (m.sdp() != null) {
            session(said, m.sdp());
        }
        for (String pair : numbers.of(m)) {
            add(said, LinkReason.NUMBERS, pair);
        }
        said.removeIf(
                identifier ->
                        identifier.key().startsWith(MarkKey.CALL)
                                && identifier.value().equals(m.callId()));
        return said;
    }

    /**
     * The half of Session-ID that the callee's side has: it completes the pair (RFC 7989, 6). And
     * where the media of an answer are: to an INVITE without an offer that is the offer (RFC 3725,
     * 4.1), which {@link LegRules} knows.
     */
    List<Identifier> ofResponse(SipMessage m) {
        List<Identifier> said = List.of();
        if (m.sdp() != null && m.status() / 100 == 2) {
            said = new ArrayList<>(3);
            media(said, m.sdp());
        }
        String[] headers = m.headers();
        for (int i = 0; i + 1 < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase("Session-ID")) {
                said = said.isEmpty() ? new ArrayList<>(2) : said;
                sessionId(said, headers[i + 1]);
            }
        }
        return said;
    }

    /** A REFER within a call whose target is to replace another call (RFC 3891, 7). */
    List<Identifier> ofRefer(SipMessage m) {
        List<Identifier> said = new ArrayList<>(1);
        String[] headers = m.headers();
        for (int i = 0; i + 1 < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase("Refer-To")) {
                referTo(said, headers[i + 1]);
                if (said.isEmpty()) {
                    transfer(said, inBrackets(headers[i + 1]), m.destination());
                }
            }
        }
        return said;
    }

    private void header(List<Identifier> said, SipMessage m, String name, String value) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "referred-by" -> transfer(said, m.requestUri(), m.source());
            case "session-id" -> sessionId(said, value);
            case "replaces" -> add(said, LinkReason.REPLACES, before(value, ';'));
            case "join" -> add(said, LinkReason.JOIN, before(value, ';'));
            case "target-dialog" -> add(said, LinkReason.TARGET_DIALOG, before(value, ';'));
            case "in-reply-to" -> {
                for (String callId : value.split(",", 4)) {
                    add(said, LinkReason.IN_REPLY_TO, callId.trim());
                }
            }
            default -> {}
        }
        for (HeaderRule header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                add(said, LinkReason.HEADER, header.value(value));
            }
        }
        for (CorrelationRule rule : rules) {
            if (rule.isAt(m)) {
                add(said, rule.reason(), rule.ofHeader(name, value), rule.score());
            }
        }
    }

    /**
     * {@code ab30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000}: two halves
     * of no order (RFC 7989, 5), of which nil says nothing; of RFC 7329 there is one.
     */
    private static void sessionId(List<Identifier> said, String value) {
        int at = value.toLowerCase(Locale.ROOT).indexOf("remote=");
        sessionHalf(said, before(value, ';'));
        if (at >= 0) {
            sessionHalf(said, before(value.substring(at + "remote=".length()), ';'));
        }
    }

    private static void sessionHalf(List<Identifier> said, String half) {
        String uuid = half.toLowerCase(Locale.ROOT);
        boolean nil = true;
        for (int i = 0; i < uuid.length(); i++) {
            char c = uuid.charAt(i);
            nil &= c == '0';
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return;
            }
        }
        if (uuid.length() == 32 && !nil) {
            add(said, LinkReason.SESSION_ID, uuid);
        }
    }

    /**
     * Whoever is asked by a REFER calls its target next, and says by whom he was asked (RFC 3892).
     */
    private void transfer(List<Identifier> said, String target, String asked) {
        String party = numbers.party(target);
        if (!party.isEmpty()) {
            add(said, LinkReason.REFER_TO, party + Identifier.ASKED + Endpoints.address(asked));
        }
    }

    private static String inBrackets(String value) {
        int from = value.indexOf('<');
        return from < 0 ? value.trim() : before(value.substring(from + 1), '>');
    }

    private static void referTo(List<Identifier> said, String value) {
        int headers = value.indexOf('?');
        int at = value.toLowerCase(Locale.ROOT).indexOf("replaces=", Math.max(0, headers));
        if (headers >= 0 && at >= 0) {
            String replaces = before(value.substring(at + "replaces=".length()), '&');
            add(said, LinkReason.REFER_TO, before(Escapes.undo(before(replaces, '>')), ';'));
        }
    }

    /** {@code x_b2b-1} is made of {@code x}; {@code bleg///x} likewise (SIPp). */
    private void callId(List<Identifier> said, String callId) {
        for (String suffix : suffixes) {
            if (callId.endsWith(suffix)) {
                add(
                        said,
                        LinkReason.CALL_ID,
                        callId.substring(0, callId.length() - suffix.length()));
            }
        }
        int slashes = callId.indexOf("///");
        if (slashes > 0) {
            add(said, LinkReason.CALL_ID, callId.substring(slashes + 3));
        }
    }

    private static void session(List<Identifier> said, Sdp sdp) {
        media(said, sdp);
        if (!isDefault(sdp.marks().origin())) {
            add(said, LinkReason.SDP_ORIGIN, sdp.marks().origin());
        }
        add(said, LinkReason.ICE_UFRAG, sdp.marks().iceUfrag());
        add(said, LinkReason.DTLS_FINGERPRINT, sdp.marks().fingerprint());
    }

    private static void media(List<Identifier> said, Sdp sdp) {
        for (Media media : sdp.media()) {
            if (!media.isRefused() && isAddress(media.ip())) {
                add(said, LinkReason.SDP_MEDIA, media.ip() + " " + media.port());
                break;
            }
        }
    }

    /** Of a session whose number is no number of its own: {@code 0 0 IN IP4 192.0.2.1}. */
    private static boolean isDefault(String origin) {
        return origin.indexOf(' ') < SHORTEST_SESSION;
    }

    private static boolean isAddress(String ip) {
        return ip != null && !ip.isEmpty() && !ip.equals("0.0.0.0") && !ip.equals("::");
    }

    private static void add(List<Identifier> said, LinkReason reason, String value) {
        add(said, reason, value, reason.score());
    }

    private static void add(List<Identifier> said, LinkReason reason, String value, double score) {
        if (!value.isEmpty() && said.size() < MOST) {
            Identifier identifier = new Identifier(reason, BoundedText.of(value, WIDTH), score);
            if (!said.contains(identifier)) {
                said.add(identifier);
            }
        }
    }

    private static String before(String text, char end) {
        int at = text.indexOf(end);
        return (at < 0 ? text : text.substring(0, at)).trim();
    }
}
