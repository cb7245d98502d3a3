package io.siphon.udf.alert.baseline;

import java.util.Arrays;

/** The latest values of a series, each in 16 bits; the oldest give way. */
final class RecentValues {

    private final int most;
    private short[] codes = {};

    RecentValues(int most) {
        this.most = most;
    }

    void add(double value) {
        int kept = Math.min(codes.length, most - 1);
        short[] next = new short[kept + 1];
        System.arraycopy(codes, codes.length - kept, next, 0, kept);
        next[kept] = ShortFloat.encode(value);
        codes = next;
    }

    int size() {
        return codes.length;
    }

    void clear() {
        codes = new short[0];
    }

    double[] values() {
        double[] values = new double[codes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ShortFloat.decode(codes[i]);
        }
        return values;
    }

    double sum() {
        return Arrays.stream(values()).sum();
    }

    void write(StateBuffer out) {
        out.writeByte(codes.length);
        for (short code : codes) {
            out.writeShort(code);
        }
    }

    void read(StateBuffer in) {
        codes = new short[in.readByte()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = in.readShort();
        }
    }
}
