package io.siphon.udf.stream;

import io.siphon.udf.emodel.EModel;

import java.util.ArrayList;
import java.util.List;

/** State: which codecs a stream has used, in order, and how many packets each. */
public class CodecSharesState {

    /** Further ones count with none. */
    static final int LIMIT = 4;

    /** Packets from which on a further codec is believed: a damaged header has another type. */
    private static final int CONVINCING = 5;

    /** Between the codecs, as in the column codecs of table calls. */
    private static final String THEN = ">";

    private static final int NONE = -1;

    /** State: one of them. */
    public static class ShareState {
        public int payloadType;
        public String codec = "";

        /** Whether it came with copies of packets before (RFC 2198). */
        public boolean redundant;

        /** Whether frames that describe silence were seen. */
        public boolean silence;

        /** Whether frames of another bit rate were seen than that which G.113 has figures for. */
        public boolean otherRate;

        public long packets;

        public ShareState() {}

        /** As {@link EModel} knows it; none of a medium whose losses are made good. */
        private String scored() {
            return redundant || otherRate ? "" : silence ? codec + "B" : codec;
        }
    }

    public List<ShareState> shares = new ArrayList<>();

    /** Index of the codec of the packets that come; -1 when they carry none. */
    public int current = NONE;

    public CodecSharesState() {}

    /** Packets that follow are of that codec. */
    void look(int payloadType, String codec, boolean redundant) {
        current = NONE;
        for (int i = 0; i < shares.size(); i++) {
            ShareState share = shares.get(i);
            if (share.payloadType == payloadType
                    && share.redundant == redundant
                    && (share.codec.isEmpty() || share.codec.equals(codec))) {
                share.codec = codec;
                current = i;
                return;
            }
        }
        if (shares.size() < LIMIT) {
            ShareState share = new ShareState();
            share.payloadType = payloadType;
            share.codec = codec;
            share.redundant = redundant;
            shares.add(share);
            current = shares.size() - 1;
        }
    }

    /** Packets that follow carry no medium. */
    void none() {
        current = NONE;
    }

    /** From 0.1, which counted them all as one. */
    void migrate(int payloadType, String codec, long packets) {
        look(payloadType, codec, false);
        shares.get(current).packets = packets;
    }

    void count(int payloadBytes) {
        if (current != NONE) {
            ShareState share = shares.get(current);
            share.packets++;
            share.silence |= EncodedFrames.haveSilence(share.codec, payloadBytes);
            share.otherRate |= EncodedFrames.areOfOtherRate(share.codec, payloadBytes);
        }
    }

    boolean isEmpty() {
        return shares.isEmpty();
    }

    /** {@code G729>PCMA}: in order of their first packets. */
    String names() {
        StringBuilder names = new StringBuilder();
        List<String> named = new ArrayList<>();
        for (ShareState share : believed()) {
            if (!share.codec.isEmpty() && !named.contains(share.codec)) {
                named.add(share.codec);
                names.append(names.isEmpty() ? "" : THEN).append(share.codec);
            }
        }
        return names.toString();
    }

    /**
     * Of each codec by its share of the packets; NaN when one of them has no figures: nothing is
     * made up.
     */
    double rFactor(double lossPct, double burstRatio) {
        double sum = 0;
        long packets = 0;
        for (ShareState share : believed()) {
            sum += share.packets * EModel.rFactor(share.scored(), lossPct, burstRatio, Double.NaN);
            packets += share.packets;
        }
        return packets == 0 ? Double.NaN : sum / packets;
    }

    /** Those of more than a few packets; all, when no other is. */
    private List<ShareState> believed() {
        List<ShareState> believed =
                shares.stream().filter(share -> share.packets >= CONVINCING).toList();
        return believed.isEmpty() ? shares : believed;
    }
}
