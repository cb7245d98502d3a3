package io.siphon.udf;

import io.siphon.sources.Captures;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;

import java.time.Duration;
import java.util.List;

/** The captures of real agents' traffic, decoded. */
public final class CapturedPackets {

    private static final ClockWindow WINDOW =
            ClockWindow.of(Duration.ofDays(1), Duration.ofHours(1));

    public static List<HepPacket> of(String capture) {
        HepDecoder decoder = new HepDecoder(WINDOW);
        return Captures.datagrams(capture).stream()
                .map(
                        d ->
                                decoder.decodeOrKeep(
                                        d.payload(),
                                        0,
                                        d.payload().length,
                                        Captures.peer(d),
                                        d.timeMicros()))
                .toList();
    }

    private CapturedPackets() {}
}
