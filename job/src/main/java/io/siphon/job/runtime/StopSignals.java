package io.siphon.job.runtime;

import sun.misc.Signal;
import sun.misc.SignalHandler;

import java.util.List;

/** Signals that stop a command: Ctrl-C, {@code kill}, and a closed terminal. */
public final class StopSignals {

    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private StopSignals() {}

    /** The JVM leaves a signal alone that it was started to ignore, as by {@code nohup}. */
    public static void handle(SignalHandler handler) {
        NAMES.forEach(name -> Signal.handle(new Signal(name), handler));
    }
}
