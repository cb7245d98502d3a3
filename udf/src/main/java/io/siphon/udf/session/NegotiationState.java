package io.siphon.udf.session;

import java.util.ArrayList;
import java.util.List;

/**
 * State: offers and answers of a call. Which of both a description is follows from where it stands
 * (RFC 6337, 2.2): offers are in INVITE, UPDATE and PRACK, answers in their responses. After an
 * INVITE without description the offer is in a response, the answer in the ACK (RFC 3261, 13.2.1)
 * or, to a reliable 1xx, in the PRACK (RFC 3262, 5).
 */
public class NegotiationState {

    /** Exchanges that are remembered, of all hops; the oldest that is complete makes place. */
    static final int LIMIT = 8;

    public List<ExchangeState> exchanges = new ArrayList<>();

    public NegotiationState() {}

    /** A description's role, and its exchange; null when it has none. */
    public record Turn(Role role, ExchangeState exchange) {

        static final Turn NONE = new Turn(Role.NONE, null);
    }

    /**
     * To be called with every INVITE and its responses, and with what else has a description, in
     * order.
     *
     * @param content hash of the description
     */
    public Turn see(Signal m, int content) {
        if (!Signal.NEGOTIATING.contains(m.method())) {
            return Turn.NONE;
        }
        if (m.method().equals("ACK")) {
            return m.hasDescription() ? acknowledge(m, content) : Turn.NONE;
        }
        return m.status() == 0 ? request(m, content) : response(m, content);
    }

    /** Whether the request was seen before, here or at another hop. */
    boolean knows(Signal request) {
        int dialog = request.fromTag().hashCode();
        for (ExchangeState exchange : exchanges) {
            if (exchange.isOf(dialog, request.cseq())) {
                return true;
            }
        }
        return false;
    }

    private Turn request(Signal m, int content) {
        if (!m.hasDescription() && !m.method().equals("INVITE")) {
            return Turn.NONE;
        }
        ExchangeState known = of(m);
        if (known != null && known.offer != ExchangeState.UNKNOWN) {
            return m.hasDescription() ? new Turn(Role.REPEATED, known) : Turn.NONE;
        }
        if (m.method().equals("PRACK")) {
            ExchangeState offered = offeredInResponse(m, content);
            if (offered != null) {
                return answer(offered, m, content);
            }
        }
        ExchangeState exchange = known == null ? add(m) : known;
        exchange.offer = m.hasDescription() ? ExchangeState.IN_REQUEST : ExchangeState.LATER;
        return m.hasDescription() ? new Turn(Role.OFFER, exchange) : Turn.NONE;
    }

    private Turn response(Signal m, int content) {
        ExchangeState exchange = of(m);
        if (m.status() >= 300) {
            exchanges.remove(exchange);
            return Turn.NONE;
        }
        boolean old = exchange != null && exchange.settled && m.status() < 200;
        if (exchange != null && m.status() >= 200) {
            exchange.settled = true;
        }
        if (!m.hasDescription() || m.status() <= 100) {
            return Turn.NONE;
        }
        if (exchange == null) {
            exchange = add(m);
            exchange.offer = ExchangeState.UNKNOWN;
        }
        if (old) {
            return new Turn(Role.REPEATED, exchange);
        }
        return exchange.offer == ExchangeState.LATER || exchange.offer == ExchangeState.IN_RESPONSE
                ? offer(exchange, m, content)
                : answer(exchange, m, content);
    }

    private Turn acknowledge(Signal m, int content) {
        ExchangeState exchange = acknowledged(m);
        if (exchange == null) {
            exchange = add(m);
            exchange.offer = ExchangeState.UNKNOWN;
        }
        return exchange.offer == ExchangeState.IN_REQUEST
                ? Turn.NONE
                : answer(exchange, m, content);
    }

    /** In a response; the same again after its answer, as in a 2xx after a PRACK, is none. */
    private Turn offer(ExchangeState exchange, Signal m, int content) {
        int offered = hash(m.toTag(), content);
        boolean again = exchange.offered == offered;
        boolean answered = exchange.answer != 0 && exchange.settled;
        if (exchange.offer == ExchangeState.IN_RESPONSE && (again || answered)) {
            return new Turn(Role.REPEATED, exchange);
        }
        exchange.offer = ExchangeState.IN_RESPONSE;
        exchange.offered = offered;
        exchange.answer = 0;
        return new Turn(Role.OFFER, exchange);
    }

    private static Turn answer(ExchangeState exchange, Signal m, int content) {
        int answer = hash(m.toTag(), content);
        if (exchange.answer == answer) {
            return new Turn(Role.REPEATED, exchange);
        }
        exchange.answer = answer;
        return new Turn(Role.ANSWER, exchange);
    }

    /** The transaction at this hop; null when it is not known. */
    private ExchangeState of(Signal m) {
        int branch = m.branch().hashCode();
        for (ExchangeState exchange : exchanges) {
            if (exchange.branch == branch && exchange.isOf(m.fromTag().hashCode(), m.cseq())) {
                return exchange;
            }
        }
        return null;
    }

    /** The INVITE that an ACK of another branch is about: at this hop, else at any. */
    private ExchangeState acknowledged(Signal ack) {
        ExchangeState found = null;
        for (ExchangeState exchange : exchanges) {
            if (exchange.isOf(ack.fromTag().hashCode(), ack.cseq())
                    && (found == null || exchange.hop == ack.hop())) {
                found = exchange;
            }
        }
        return found;
    }

    /** The 1xx that a PRACK acknowledges, if it made an offer; null when there is none. */
    private ExchangeState offeredInResponse(Signal prack, int content) {
        int dialog = prack.fromTag().hashCode();
        ExchangeState found = null;
        for (ExchangeState exchange : exchanges) {
            boolean open =
                    exchange.offer == ExchangeState.IN_RESPONSE
                            && exchange.dialog == dialog
                            && exchange.cseq < prack.cseq()
                            && (exchange.answer == 0
                                    || exchange.answer == hash(prack.toTag(), content));
            if (open && (found == null || exchange.hop == prack.hop())) {
                found = exchange;
            }
        }
        return found;
    }

    private ExchangeState add(Signal m) {
        if (exchanges.size() >= LIMIT) {
            exchanges.remove(leastNeeded());
        }
        ExchangeState exchange = new ExchangeState();
        exchange.branch = m.branch().hashCode();
        exchange.hop = m.hop();
        exchange.dialog = m.fromTag().hashCode();
        exchange.cseq = m.cseq();
        exchanges.add(exchange);
        return exchange;
    }

    private int leastNeeded() {
        for (int i = 0; i < exchanges.size(); i++) {
            if (exchanges.get(i).isComplete()) {
                return i;
            }
        }
        return 0;
    }

    /** Never 0. */
    private static int hash(String tag, int content) {
        return (31 * tag.hashCode() + content) | 1;
    }
}
