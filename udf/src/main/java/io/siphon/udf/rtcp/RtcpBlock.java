package io.siphon.udf.rtcp;

/** A report block while its keys are read (RFC 3550, 6.4.1). */
final class RtcpBlock {

    long sourceSsrc;
    int fractionLost;
    int cumulativeLost;
    long highestSequence;
    long jitter;
    long lsr;
    long dlsr;

    void set(String key, long value) {
        switch (key) {
            case "source_ssrc" -> sourceSsrc = value & RtcpJson.MAX_UNSIGNED;
            case "fraction_lost" -> fractionLost = (int) value & 0xFF;
            case "packets_lost" -> cumulativeLost = (int) value << 8 >> 8;
            case "highest_seq_no" -> highestSequence = value & RtcpJson.MAX_UNSIGNED;
            case "ia_jitter" -> jitter = value & RtcpJson.MAX_UNSIGNED;
            case "lsr" -> lsr = value & RtcpJson.MAX_UNSIGNED;
            case "dlsr" -> dlsr = value & RtcpJson.MAX_UNSIGNED;
            default -> {}
        }
    }

    /** heplify fills what it did not receive with zeros. */
    boolean isZero() {
        return (sourceSsrc | fractionLost | cumulativeLost | highestSequence | jitter | lsr | dlsr)
                == 0;
    }
}
