package io.siphon.udf.session;

import io.siphon.udf.sdp.Codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The sockets of a session, for those that meet its media by the socket alone. Lines that share one
 * (BUNDLE, RFC 9143) are announced together.
 */
final class SocketAnnouncements {

    /** Sockets that are announced at a time: those of two sides with ICE, relays between them. */
    static final int LIMIT = 128;

    /** Either of {@link LineState#rtpSockets} and {@link LineState#rtcpSockets}. */
    interface Sockets extends BiConsumer<LineState, List<String>> {}

    private final Map<LineState, List<String>> ofLine = new LinkedHashMap<>();
    private final Map<String, List<LineState>> at = new LinkedHashMap<>();

    /** How many sockets were left out. */
    int leftOut;

    SocketAnnouncements(SessionState session, Sockets sockets) {
        for (LineState line : session.lines) {
            List<String> own = new ArrayList<>(2);
            sockets.accept(line, own);
            ofLine.put(line, own);
        }
        for (LineState line : session.lines) {
            ofLine.get(line).forEach(socket -> share(socket, line));
        }
        for (LineState line : session.lines) {
            shareBundle(line, session.lines);
        }
    }

    /** What is for the line goes to the first line of its group once that is agreed. */
    private void shareBundle(LineState line, List<LineState> lines) {
        if (line.bundle < 0 || line.bundle == line.index) {
            return;
        }
        for (LineState first : lines) {
            if (first.index == line.bundle && first.isBeside(line)) {
                ofLine.get(first).forEach(socket -> share(socket, line));
            }
        }
    }

    private void share(String socket, LineState line) {
        List<LineState> lines = at.computeIfAbsent(socket, any -> new ArrayList<>(2));
        if (!lines.contains(line)) {
            lines.add(line);
        }
    }

    /** Those of some lines, at that time. */
    List<MediaSocket> of(
            List<LineState> lines, String callId, long began, long timeMicros, boolean over) {
        Set<String> announced = new LinkedHashSet<>();
        for (LineState line : lines) {
            announced.addAll(ofLine.getOrDefault(line, List.of()));
        }
        leftOut = Math.max(0, announced.size() - LIMIT);
        return announced.stream()
                .limit(LIMIT)
                .map(socket -> announcement(socket, callId, began, timeMicros, over))
                .toList();
    }

    private MediaSocket announcement(
            String socket, String callId, long began, long timeMicros, boolean over) {
        List<LineState> here = at.get(socket);
        List<Codec> codecs = new ArrayList<>();
        List<Codec> sends = new ArrayList<>();
        String announcer = "";
        for (LineState line : here) {
            add(SessionState.carried(line.codecs), codecs);
            add(SessionState.carried(line.peers), sends);
            announcer = line.side == LineState.UNKNOWN ? announcer : name(line.side);
        }
        // who has payload types of its own may yet send with those of the other side
        for (LineState line : here) {
            add(SessionState.carried(line.peers), codecs);
            add(SessionState.carried(line.codecs), sends);
        }
        return new MediaSocket(
                timeMicros,
                callId,
                socket,
                announcer,
                codecs.toArray(new Codec[0]),
                sends.toArray(new Codec[0]),
                "",
                began,
                over);
    }

    /** One that says what its type stands for goes before one that does not. */
    private static void add(List<Codec> more, List<Codec> to) {
        for (Codec codec : more) {
            int at = 0;
            while (at < to.size() && to.get(at).payloadType() != codec.payloadType()) {
                at++;
            }
            if (at == to.size()) {
                to.add(codec);
            } else if (!to.get(at).isNamed() && codec.isNamed()) {
                to.set(at, codec);
            }
        }
    }

    private static String name(int side) {
        return switch (side) {
            case LineState.CALLER -> MediaSocket.CALLER;
            case LineState.CALLEE -> MediaSocket.CALLEE;
            default -> "";
        };
    }
}
