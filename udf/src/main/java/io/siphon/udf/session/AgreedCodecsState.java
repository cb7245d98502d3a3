package io.siphon.udf.session;

import io.siphon.schema.BoundedText;
import io.siphon.udf.sdp.Codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * State: the codecs that both sides of a call agreed on, and what followed: {@code
 * G729,telephone-event>PCMA}. It keeps names only; {@link SessionState} keeps media and sockets.
 */
public class AgreedCodecsState {

    /** Of a description that has no codec, or that refuses all: no name of a codec. */
    public static final String NOTHING = "-";

    /** Between what was agreed and what followed it. */
    public static final char THEN = '>';

    /** Between names, and between lists of them. */
    private static final Pattern BETWEEN = Pattern.compile("[>,]");

    public NegotiationState negotiation = new NegotiationState();

    /** Names of the first offer. */
    public String offered = "";

    /** One list for each negotiation that changed a medium's codec, {@link #THEN} between them. */
    public String agreed = "";

    /**
     * Names that {@link #agreed} has no more, or never had: of a fork, an attempt that failed or
     * another hop. Their media may be heard all the same.
     */
    public String others = "";

    /** {@link ExchangeState#dialog} and {@link ExchangeState#cseq} of the last of them. */
    public int dialog;

    public long cseq;

    /** Whether that was seen at the hop nearest the caller. */
    public boolean nearest;

    /** Whether a 2xx to an INVITE was seen: what was agreed before it is not forgotten after it. */
    public boolean up;

    public AgreedCodecsState() {}

    /**
     * @param codecs names in the description of the message; {@link #NOTHING} where it has none,
     *     empty without description
     * @param atCaller whether it was seen at the hop nearest the caller
     */
    public void see(Signal m, String codecs, boolean atCaller) {
        if (m.isInitial() && !up && !negotiation.knows(m)) {
            String failed = agreed;
            agreed = "";
            remember(failed);
        }
        NegotiationState.Turn turn = negotiation.see(m, codecs.hashCode());
        up |= m.method().equals("INVITE") && m.status() >= 200 && m.status() < 300;
        switch (turn.role()) {
            case OFFER -> offer(turn.exchange(), codecs);
            case ANSWER -> answer(turn.exchange(), codecs, atCaller);
            case NONE, REPEATED -> {}
        }
    }

    /** As much as a column takes; of what is agreed, else of what is offered. */
    public String text() {
        String text = agreed.isEmpty() ? offered : agreed;
        return text.equals(NOTHING) ? "" : text;
    }

    /**
     * Whether it was agreed on at any time and hop, or offered where no answer is known. It may be
     * where a payload type is agreed on that an answer does not name.
     */
    public boolean has(String name) {
        return isIn(text(), name) || isIn(others, name) || hasNumber(text());
    }

    private static boolean hasNumber(String names) {
        for (String name : BETWEEN.split(names)) {
            if (!name.isEmpty() && name.chars().allMatch(Character::isDigit)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIn(String names, String name) {
        for (String other : BETWEEN.split(names)) {
            if (other.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** Those that are agreed on no more. */
    private void remember(String names) {
        if (names.isEmpty() || names.equals(agreed)) {
            return;
        }
        for (String name : BETWEEN.split(names)) {
            boolean medium = !name.isEmpty() && !name.equals(NOTHING) && !Codec.isCompanion(name);
            if (medium
                    && !isIn(agreed, name)
                    && !isIn(others, name)
                    && others.length() + name.length() < BoundedText.ID) {
                others = others.isEmpty() ? name : others + ',' + name;
            }
        }
    }

    private void offer(ExchangeState exchange, String codecs) {
        offered = offered.isEmpty() ? codecs : offered;
        exchange.codecs = codecs.equals(offered) ? "" : codecs;
        int kept = 0;
        for (ExchangeState other : negotiation.exchanges) {
            kept += other.codecs.length();
        }
        if (kept > BoundedText.ID) {
            negotiation.exchanges.forEach(
                    other -> other.codecs = other == exchange ? other.codecs : "");
        }
    }

    private void answer(ExchangeState exchange, String codecs, boolean atCaller) {
        String offer = exchange.codecs.isEmpty() ? offered : exchange.codecs;
        if (exchange.offer == ExchangeState.UNKNOWN) {
            offer = "";
        }
        if (exchange.settled) {
            exchange.codecs = "";
        }
        boolean same = isLast(exchange.dialog, exchange.cseq);
        String names = common(offer, codecs);
        if (same && nearest && !atCaller) {
            remember(names);
            return;
        }
        String before = agreed;
        int last = agreed.lastIndexOf(THEN) + 1;
        if (same || agreed.isEmpty() || agreed.equals(NOTHING)) {
            agreed = agreed.substring(0, last) + names;
            withoutRepetition(last);
        } else if (!names.equals(NOTHING) && !media(names).equals(media(agreed.substring(last)))) {
            append(names);
        }
        remember(before);
        dialog = exchange.dialog;
        cseq = exchange.cseq;
        nearest = atCaller;
    }

    private boolean isLast(int otherDialog, long number) {
        return !agreed.isEmpty() && dialog == otherDialog && cseq == number;
    }

    /** After the last list was replaced: it may be as the one before it now. */
    private void withoutRepetition(int last) {
        if (last == 0) {
            return;
        }
        String before = agreed.substring(0, last - 1);
        String previous = before.substring(before.lastIndexOf(THEN) + 1);
        String names = agreed.substring(last);
        if (names.equals(NOTHING) || media(names).equals(media(previous))) {
            agreed = before;
        } else {
            agreed = before;
            append(names);
        }
    }

    /** The first and the latest are kept where there are too many. */
    private void append(String names) {
        agreed = agreed + THEN + names;
        while (agreed.length() > BoundedText.ID) {
            int first = agreed.indexOf(THEN);
            int next = agreed.indexOf(THEN, first + 1);
            if (next < 0) {
                agreed = BoundedText.cut(agreed, BoundedText.ID);
                return;
            }
            agreed = agreed.substring(0, first) + agreed.substring(next);
        }
    }

    /**
     * What an answer takes of an offer, in its order (RFC 3264, 6.1): what it adds is not agreed.
     * The answer itself where the offer is not known.
     */
    private static String common(String offer, String answer) {
        if (offer.isEmpty() || offer.equals(NOTHING) || offer.equals(answer)) {
            return answer;
        }
        Set<String> known =
                Arrays.stream(offer.toLowerCase(Locale.ROOT).split(","))
                        .collect(Collectors.toSet());
        List<String> names = new ArrayList<>();
        for (String name : answer.split(",")) {
            if (known.contains(name.toLowerCase(Locale.ROOT))) {
                names.add(name);
            }
        }
        String taken = String.join(",", names);
        return media(taken).isEmpty() ? answer : taken;
    }

    /** Those that carry the medium itself: hold and resume with DTMF and without are one. */
    private static List<String> media(String names) {
        return Arrays.stream(names.toLowerCase(Locale.ROOT).split(","))
                .filter(name -> !name.isEmpty() && !Codec.isCompanion(name))
                .toList();
    }
}
