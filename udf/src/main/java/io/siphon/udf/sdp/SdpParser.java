package io.siphon.udf.sdp;

import io.siphon.schema.BoundedText;
import io.siphon.udf.payload.Octets;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a session description (RFC 8866) tolerantly: lines that it does not understand are skipped,
 * together with the attributes of an {@code m=} line that it does not understand.
 */
public final class SdpParser {

    /** Further media of one description are not kept. */
    public static final int MAX_MEDIA = 32;

    private static final String[] DIRECTIONS = {"sendrecv", "sendonly", "recvonly", "inactive"};

    private final byte[] octets;
    private final List<MediaSection> media = new ArrayList<>(2);
    private String connection = "";
    private String direction = DIRECTIONS[0];
    private boolean session = true;
    private MediaSection section;
    private boolean recognised;

    private SdpParser(byte[] octets) {
        this.octets = octets;
    }

    /**
     * Reads the range {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @return null when no line in it is of a session description
     */
    @Nullable
    public static Sdp parse(byte[] octets, int from, int to) {
        SdpParser parser = new SdpParser(octets);
        parser.readLines(from, to);
        return parser.recognised ? parser.toSdp() : null;
    }

    private void readLines(int from, int to) {
        char lineEnd = Octets.indexOf(octets, from, to, '\n') < to ? '\n' : '\r';
        int line = from;
        while (line < to) {
            int stop = Octets.indexOf(octets, line, to, lineEnd);
            int start = Octets.skipBlanks(octets, line, stop);
            if (start + 1 < stop && octets[start + 1] == '=') {
                readLine(octets[start], start + 2, Octets.trimEnd(octets, start + 2, stop));
            }
            line = stop + 1;
        }
    }

    private void readLine(byte type, int from, int to) {
        switch (type) {
            case 'v', 'o', 's', 't' -> recognised = true;
            case 'c' -> readConnection(from, to);
            case 'm' -> readMedia(from, to);
            case 'a' -> readAttribute(from, to);
            default -> {}
        }
    }

    private void readMedia(int from, int to) {
        recognised = true;
        session = false;
        section = media.size() < MAX_MEDIA ? MediaSection.read(octets, from, to) : null;
        if (section != null) {
            media.add(section);
        }
    }

    /** {@code IN IP4 224.2.36.42/127}: the address is the third word, up to a slash (5.7). */
    private void readConnection(int from, int to) {
        recognised = true;
        int at = Octets.skipBlanks(octets, from, to);
        at = Octets.skipBlanks(octets, Octets.skipToBlank(octets, at, to), to);
        at = Octets.skipBlanks(octets, Octets.skipToBlank(octets, at, to), to);
        int stop = Octets.skipToBlank(octets, at, to);
        String address =
                BoundedText.cut(
                        Octets.text(octets, at, Octets.indexOf(octets, at, stop, '/')),
                        BoundedText.NARROW);
        if (address.isEmpty()) {
            return;
        }
        if (session) {
            connection = address;
        } else if (section != null) {
            section.ip(address);
        }
    }

    private void readAttribute(int from, int to) {
        int colon = Octets.indexOf(octets, from, to, ':');
        int value = Octets.skipBlanks(octets, Math.min(colon + 1, to), to);
        if (colon == to) {
            readFlag(from, to);
        } else if (section != null) {
            if (Octets.equals(octets, from, colon, "rtpmap")) {
                section.rtpmap(octets, value, to);
            } else if (Octets.equals(octets, from, colon, "rtcp")) {
                section.rtcp(octets, value, to);
            }
        }
    }

    private void readFlag(int from, int to) {
        if (section != null && Octets.equals(octets, from, to, "rtcp-mux")) {
            section.rtcpMux();
        }
        for (String word : DIRECTIONS) {
            if (Octets.equals(octets, from, to, word)) {
                if (session) {
                    direction = word;
                } else if (section != null) {
                    section.direction(word);
                }
            }
        }
    }

    private Sdp toSdp() {
        Media[] all = new Media[media.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = media.get(i).toMedia(connection, direction);
        }
        return new Sdp(connection, all);
    }
}
