package io.siphon.sources;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Spells out packets: hex with blanks, and text, one after the other. */
public final class Bytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Bytes() {}

    /** Octets in hex; blanks and bars are for the reader. */
    public static Bytes hex(String hex) {
        return new Bytes().andHex(hex);
    }

    /** Octets of text, one a character. */
    public static Bytes text(String text) {
        return new Bytes().andText(text);
    }

    public Bytes andHex(String hex) {
        bytes.writeBytes(HexFormat.of().parseHex(hex.replaceAll("[ |\n]", "")));
        return this;
    }

    public Bytes andText(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public Bytes and(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    public byte[] array() {
        return bytes.toByteArray();
    }

    /** As a HEP 3 frame: these are its chunks. */
    public byte[] frame() {
        return frame("HEP3");
    }

    public byte[] frame(String magic) {
        byte[] chunks = array();
        int length = chunks.length + 6;
        return text(magic).andHex("%04x".formatted(length)).and(chunks).array();
    }
}
