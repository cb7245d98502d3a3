package io.siphon.udf.alert.baseline;

/**
 * Numbers of 0 and more in 16 bits: those of an IEEE 754 float without its sign and its lowest 15
 * bits, rounded. They are within 0.2 %.
 */
final class ShortFloat {

    private static final int DROPPED = 15;
    private static final int HALF = 1 << DROPPED - 1;

    static short encode(double value) {
        int bits = Float.floatToIntBits((float) Math.max(0, Math.min(Float.MAX_VALUE / 2, value)));
        return (short) (bits + HALF >>> DROPPED);
    }

    static double decode(short code) {
        return Float.intBitsToFloat((code & 0xffff) << DROPPED);
    }

    /** As it will be read. */
    static double round(double value) {
        return decode(encode(value));
    }

    private ShortFloat() {}
}
