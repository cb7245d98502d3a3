package io.siphon.job.runtime;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Signals that stop a command: Ctrl-C, {@code kill}, and a closed terminal. Java has no public API
 * for signals, and javac's warning of {@code sun.misc.Signal} cannot be turned off: it is used by
 * reflection.
 */
public final class StopSignals {

    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private StopSignals() {}

    /**
     * The JVM leaves a signal alone that it was started to ignore, as by {@code nohup}.
     *
     * @param handler receives the signal's number
     */
    public static void handle(IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            Method number = signal.getMethod("getNumber");
            InvocationHandler received =
                    (proxy, method, arguments) -> {
                        handler.accept((int) number.invoke(arguments[0]));
                        return null;
                    };
            Object proxy =
                    Proxy.newProxyInstance(
                            StopSignals.class.getClassLoader(),
                            new Class<?>[] {signalHandler},
                            received);
            Method handle = signal.getMethod("handle", signal, signalHandler);
            for (String name : NAMES) {
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot handle signals", e);
        }
    }
}
