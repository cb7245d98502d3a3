package io.siphon.bench.e2e;

import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.StoredCall;
import io.siphon.sources.Captures;

import com.fasterxml.jackson.databind.JsonNode;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What independent tools found in a capture, in the terms of Siphon's tables. */
record ExpectedCapture(String name, JsonNode hep, JsonNode sip) {

    private static final String SIP = "1";

    /** heplify's first packet: not stored. */
    private static final String GREETING = "0";

    static ExpectedCapture of(String name) {
        JsonNode hep = Captures.expected(name).path("hep");
        return new ExpectedCapture(
                name, hep, hep.has("sip") ? hep.path("sip") : hep.path("plain_sip"));
    }

    /** HEP 1 alone says nothing of times. */
    boolean isTimed() {
        return !hep.path("versions").has("1");
    }

    /** Rows of all kinds; a datagram of the torture messages holds two. */
    long rows() {
        return hep.path("datagrams").asLong()
                - hep.path("proto_types").path(GREETING).asLong()
                + (isTorture() ? 1 : 0);
    }

    /** RFC 4475's messages, of which the tools understood fewer than we do. */
    boolean isTorture() {
        return name.endsWith("torture");
    }

    /** What is stored otherwise. */
    List<String> differences(StoreUnderTest store) throws SQLException {
        List<String> differences = new ArrayList<>();
        compare(differences, "undecodable", Map.of(), undecodable(store));
        compare(differences, "other HEP types", otherTypes(), storedTypes(store));
        if (!isTorture()) {
            compare(
                    differences,
                    "requests",
                    counts(sip.path("by_method")),
                    stored(store, "method", "status = ''"));
            compare(
                    differences,
                    "responses",
                    counts(sip.path("by_status")),
                    stored(store, "status", "status <> ''"));
        }
        Map<String, StoredCall> calls = store.calls();
        calls.keySet().removeIf(callId -> callId.endsWith(KnownCalls.DOMAIN));
        for (JsonNode call : sip.path("call_list")) {
            ExpectedCall expected = new ExpectedCall(call, isTimed());
            StoredCall stored = calls.remove(expected.callId());
            if (!isTorture() || expected.isCall()) {
                differences.addAll(expected.differences(stored));
            }
        }
        if (!isTorture()) {
            calls.values().forEach(call -> differences.add("unexpected: " + call));
        }
        return differences;
    }

    private Map<String, Long> otherTypes() {
        Map<String, Long> types = counts(hep.path("proto_types"));
        types.keySet().removeIf(type -> type.equals(SIP) || type.equals(GREETING));
        types.remove("None");
        return types;
    }

    private static Map<String, Long> storedTypes(StoreUnderTest store) throws SQLException {
        return store.counts(
                "SELECT protocol, count(*) FROM hep_trace WHERE coalesce(correlation_id, '')"
                        + " NOT LIKE ? GROUP BY protocol",
                "%" + KnownCalls.DOMAIN);
    }

    private static Map<String, Long> undecodable(StoreUnderTest store) throws SQLException {
        return store.counts(
                "SELECT concat(reason, ': ', detail), count(*) FROM undecodable GROUP BY reason,"
                        + " detail");
    }

    private static Map<String, Long> stored(StoreUnderTest store, String column, String which)
            throws SQLException {
        return store.counts(
                "SELECT %s, count(*) FROM sip_trace WHERE %s AND callid NOT LIKE ? GROUP BY %s"
                        .formatted(column, which, column),
                "%" + KnownCalls.DOMAIN);
    }

    private static void compare(
            List<String> differences,
            String what,
            Map<String, Long> expected,
            Map<String, Long> stored) {
        if (!expected.equals(new TreeMap<>(stored))) {
            differences.add(what + ": expected " + expected + ", stored " + new TreeMap<>(stored));
        }
    }

    private static Map<String, Long> counts(JsonNode counts) {
        Map<String, Long> all = new TreeMap<>();
        counts.properties().forEach(count -> all.put(count.getKey(), count.getValue().asLong()));
        return all;
    }
}
