package io.siphon.udf.call;

import java.util.List;

/** How much of a bounded state texts take. */
final class TextRoom {

    /** Around each text, and beside it in its list. */
    private static final int FRAME = 5;

    private TextRoom() {}

    /** Of UTF-8, and around it. */
    static int octets(String text) {
        int octets = FRAME;
        for (int i = 0; i < text.length(); i++) {
            octets += text.charAt(i) < 0x80 ? 1 : text.charAt(i) < 0x800 ? 2 : 3;
        }
        return octets;
    }

    static int octets(List<String> texts) {
        int octets = 0;
        for (String text : texts) {
            octets += octets(text);
        }
        return octets;
    }
}
