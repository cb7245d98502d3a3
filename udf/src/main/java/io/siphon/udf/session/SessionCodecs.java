package io.siphon.udf.session;

import io.siphon.udf.edge.RecordBuffer;

/** Negotiations and agreed codecs in state: parts of the codecs of those that keep them. */
public final class SessionCodecs {

    private SessionCodecs() {}

    public static void write(NegotiationState negotiation, RecordBuffer to) {
        to.integer(negotiation.exchanges.size());
        for (ExchangeState exchange : negotiation.exchanges) {
            to.integer(exchange.branch);
            to.integer(exchange.hop);
            to.integer(exchange.dialog);
            to.number(exchange.cseq);
            to.integer(exchange.offer);
            to.integer(exchange.offered);
            to.integer(exchange.answer);
            to.flag(exchange.settled);
            to.text(exchange.codecs);
        }
    }

    public static void read(NegotiationState negotiation, RecordBuffer from) {
        for (int i = from.integer(); i > 0; i--) {
            ExchangeState exchange = new ExchangeState();
            exchange.branch = from.integer();
            exchange.hop = from.integer();
            exchange.dialog = from.integer();
            exchange.cseq = from.number();
            exchange.offer = from.integer();
            exchange.offered = from.integer();
            exchange.answer = from.integer();
            exchange.settled = from.flag();
            exchange.codecs = from.recurring();
            negotiation.exchanges.add(exchange);
        }
    }

    /**
     * All but {@link AgreedCodecsState#offered}, {@link AgreedCodecsState#agreed} and {@link
     * AgreedCodecsState#others}.
     */
    public static void write(AgreedCodecsState codecs, RecordBuffer to) {
        write(codecs.negotiation, to);
        to.integer(codecs.dialog);
        to.number(codecs.cseq);
        to.flag(codecs.nearest);
        to.flag(codecs.up);
    }

    public static void read(AgreedCodecsState codecs, RecordBuffer from) {
        read(codecs.negotiation, from);
        codecs.dialog = from.integer();
        codecs.cseq = from.number();
        codecs.nearest = from.flag();
        codecs.up = from.flag();
    }
}
