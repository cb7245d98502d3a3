package io.siphon.bench.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Kamailio with a SIPp for each kind of callee behind it. */
public final class Lab implements AutoCloseable {

    private final Map<String, Sipp> callees = new HashMap<>();
    private Kamailio kamailio;

    private Lab() {}

    /**
     * Starts all of it.
     *
     * @param captureServer where HEP, or the plain duplicate, goes
     * @param table what Kamailio itself writes the same messages to
     */
    public static Lab start(TraceMode mode, UdpEndpoint captureServer, TraceTable table) {
        Lab lab = new Lab();
        try {
            Kamailio.Builder builder = Kamailio.tracing(mode).to(captureServer).into(table);
            for (SipCase kind : SipCase.values()) {
                if (kind.callee() != null) {
                    Sipp callee = lab.callees.computeIfAbsent(kind.callee(), Sipp::callee);
                    builder.route(kind.prefix(), callee.sip());
                }
            }
            lab.kamailio = builder.start();
            return lab;
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    public Kamailio kamailio() {
        return kamailio;
    }

    /** Every {@link SipCase} at once, so many times; returns when the callers have ended. */
    public Map<SipCase, List<SippCall>> run(int callsEach) {
        Map<SipCase, Integer> calls = new EnumMap<>(SipCase.class);
        for (SipCase kind : SipCase.values()) {
            calls.put(kind, callsEach);
        }
        return run(calls);
    }

    /** These cases at once, so many times each; returns when the callers have ended. */
    public Map<SipCase, List<SippCall>> run(Map<SipCase, Integer> calls) {
        Map<SipCase, Sipp> callers = new EnumMap<>(SipCase.class);
        try {
            calls.forEach(
                    (kind, count) ->
                            callers.put(kind, Sipp.caller(kind, kamailio.sip(), count, 10)));
            Map<SipCase, List<SippCall>> placed = new EnumMap<>(SipCase.class);
            callers.forEach((kind, caller) -> placed.put(kind, caller.awaitCalls()));
            return placed;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nKamailio said:\n" + kamailio.tail(), e);
        } finally {
            callers.values().forEach(Sipp::close);
        }
    }

    /** What the callees have of the calls, by Call-ID. */
    public Map<String, SippCall> atCallees() throws IOException {
        Map<String, SippCall> calls = new HashMap<>();
        for (Sipp callee : callees.values()) {
            callee.calls().forEach(call -> calls.put(call.callId(), call));
        }
        return calls;
    }

    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(callees.values());
        if (kamailio != null) {
            all.add(0, kamailio);
        }
        for (AutoCloseable program : all) {
            try {
                program.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
