package io.siphon.udf.sdp;

import io.siphon.schema.BoundedText;
import io.siphon.schema.IpText;
import io.siphon.udf.payload.Octets;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a session description (RFC 8866) tolerantly: lines that it does not understand are skipped,
 * together with the attributes of an {@code m=} line that it does not understand.
 */
public final class SdpParser {

    /** Further media of one description are not kept, and counted: {@link LeftOut}. */
    public static final int MAX_MEDIA = 32;

    /** Further candidates of all media of one description, likewise. */
    public static final int MAX_CANDIDATES = 128;

    private static final int MAX_GROUPS = 8;

    /** Octets of an origin, an ICE user name fragment or a fingerprint. */
    private static final int MAX_MARK = 200;

    private static final String UFRAG = "ice-ufrag";
    private static final String FINGERPRINT = "fingerprint";

    /** What a description has beyond the bounds of this parser. */
    public static final class LeftOut {

        private int media;
        private int candidates;
        private int groups;

        public void clear() {
            media = 0;
            candidates = 0;
            groups = 0;
        }

        public boolean isNothing() {
            return media + candidates + groups == 0;
        }

        /** {@code got 40 m= lines, expected up to 32}; one that is left out is enough to say so. */
        @Override
        public String toString() {
            List<String> texts = new ArrayList<>(3);
            text("m= lines", media, MAX_MEDIA, texts);
            text("candidates", candidates, MAX_CANDIDATES, texts);
            text("groups", groups, MAX_GROUPS, texts);
            return "got " + String.join(" and ", texts);
        }

        private static void text(String what, int more, int most, List<String> to) {
            if (more > 0) {
                to.add(most + more + " " + what + ", expected up to " + most);
            }
        }
    }

    private static final String[] DIRECTIONS = {"sendrecv", "sendonly", "recvonly", "inactive"};

    private final byte[] octets;
    private final LeftOut leftOut;
    private final List<MediaSection> media = new ArrayList<>(2);
    private String connection = "";
    private String direction = DIRECTIONS[0];
    private boolean session = true;
    private MediaSection section;
    private boolean recognised;
    private int candidates;
    private int originStart;
    private int originEnd;
    private String ufrag = "";
    private String fingerprint = "";

    /** Of each BUNDLE group the names of its lines (RFC 9143, 5). */
    private List<String[]> groups = List.of();

    private SdpParser(byte[] octets, LeftOut leftOut) {
        this.octets = octets;
        this.leftOut = leftOut;
    }

    /**
     * Reads the range {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param leftOut is added to
     * @return null when no line in it is of a session description
     */
    @Nullable
    public static Sdp parse(byte[] octets, int from, int to, LeftOut leftOut) {
        SdpParser parser = new SdpParser(octets, leftOut);
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
            case 'v', 's', 't' -> recognised = true;
            case 'o' -> readOrigin(from, to);
            case 'c' -> readConnection(from, to);
            case 'm' -> readMedia(from, to);
            case 'a' -> readAttribute(from, to);
            default -> {}
        }
    }

    /** {@code - 53891 1 IN IP4 192.0.2.1}, without the user name. */
    private void readOrigin(int from, int to) {
        recognised = true;
        int user = Octets.skipToBlank(octets, Octets.skipBlanks(octets, from, to), to);
        originStart = Octets.skipBlanks(octets, user, to);
        originEnd = Math.min(to, originStart + MAX_MARK);
    }

    private void readMedia(int from, int to) {
        recognised = true;
        session = false;
        section = media.size() < MAX_MEDIA ? MediaSection.read(octets, from, to) : null;
        if (section != null) {
            media.add(section);
        } else if (media.size() == MAX_MEDIA) {
            leftOut.media++;
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
        String numeric = IpText.normalized(address);
        if (session) {
            connection = numeric == null ? address : numeric;
        } else if (section != null) {
            section.ip(numeric == null ? address : numeric);
        }
    }

    private void readAttribute(int from, int to) {
        int colon = Octets.indexOf(octets, from, to, ':');
        int value = Octets.skipBlanks(octets, Math.min(colon + 1, to), to);
        if (readMark(from, colon, value, to)) {
            return;
        }
        if (colon == to) {
            readFlag(from, to);
        } else if (session) {
            if (Octets.equals(octets, from, colon, "group")) {
                readGroup(value, to);
            }
        } else if (section != null) {
            readAttribute(section, from, colon, value, to);
        }
    }

    /** Returns whether it was one; of the session and of each medium the first counts. */
    private boolean readMark(int from, int colon, int value, int to) {
        if (Octets.equals(octets, from, colon, UFRAG)) {
            ufrag = ufrag.isEmpty() ? mark(value, to) : ufrag;
            return true;
        }
        if (Octets.equals(octets, from, colon, FINGERPRINT)) {
            fingerprint = fingerprint.isEmpty() ? mark(value, to) : fingerprint;
            return true;
        }
        return false;
    }

    private String mark(int from, int to) {
        return Octets.text(octets, from, Math.min(to, from + MAX_MARK));
    }

    private void readAttribute(MediaSection of, int from, int colon, int value, int to) {
        switch (octets[from] | 0x20) {
            case 'r' -> {
                if (Octets.equals(octets, from, colon, "rtpmap")) {
                    of.rtpmap(octets, value, to);
                } else if (Octets.equals(octets, from, colon, "rtcp")) {
                    of.rtcp(octets, value, to);
                }
            }
            case 'f' -> {
                if (Octets.equals(octets, from, colon, "fmtp")) {
                    of.fmtp(octets, value, to);
                }
            }
            case 'c' -> {
                if (Octets.equals(octets, from, colon, "candidate")
                        && of.candidate(octets, value, to, candidates < MAX_CANDIDATES)) {
                    leftOut.candidates += candidates == MAX_CANDIDATES ? 1 : 0;
                    candidates = Math.min(MAX_CANDIDATES, candidates + 1);
                }
            }
            case 'm' -> {
                if (Octets.equals(octets, from, colon, "mid")) {
                    of.mid(octets, value, to);
                }
            }
            case 's' -> {
                if (Octets.equals(octets, from, colon, "ssrc")) {
                    of.ssrc(octets, value, to);
                }
            }
            default -> {}
        }
    }

    /** {@code BUNDLE 0 1}. */
    private void readGroup(int from, int to) {
        int end = Octets.skipToBlank(octets, from, to);
        if (!Octets.equals(octets, from, end, "bundle")) {
            return;
        }
        if (groups.size() == MAX_GROUPS) {
            leftOut.groups++;
        } else {
            groups = groups.isEmpty() ? new ArrayList<>(1) : groups;
            groups.add(Octets.text(octets, end, to).trim().split("\\s+", MAX_MEDIA));
        }
    }

    private void readFlag(int from, int to) {
        if (section != null && Octets.equals(octets, from, to, "rtcp-mux")) {
            section.rtcpMux();
        } else if (section != null && Octets.equals(octets, from, to, "bundle-only")) {
            section.bundleOnly();
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
            int bundle = groups.isEmpty() ? -1 : bundleOf(media.get(i));
            all[i] =
                    media.get(i)
                            .toMedia(
                                    connection,
                                    direction,
                                    bundle,
                                    bundle < 0 ? null : media.get(bundle));
        }
        SdpMarks marks = new SdpMarks(mark(originStart, originEnd), ufrag, fingerprint);
        return new Sdp(connection, all, marks);
    }

    /** The first line of its group that is not refused (RFC 9143, 7.3.1); -1 when in none. */
    private int bundleOf(MediaSection line) {
        for (String[] group : groups) {
            boolean member = false;
            for (String name : group) {
                member |= line.isNamed(name);
            }
            for (int i = 0; member && i < group.length; i++) {
                int tagged = named(group[i]);
                if (tagged >= 0) {
                    return tagged;
                }
            }
        }
        return -1;
    }

    /** The line with that name and a socket of its own; -1 when there is none. */
    private int named(String name) {
        for (int i = 0; i < media.size(); i++) {
            if (media.get(i).isNamed(name) && media.get(i).hasSocket()) {
                return i;
            }
        }
        return -1;
    }
}
