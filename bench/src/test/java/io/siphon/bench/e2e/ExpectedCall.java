package io.siphon.bench.e2e;

import io.siphon.bench.lab.StoredCall;

import com.fasterxml.jackson.databind.JsonNode;

import javax.annotation.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A call as independent tools found it in a capture.
 *
 * @param timed whether its times are those of the messages
 */
record ExpectedCall(JsonNode call, boolean timed) {

    /** Bare duplicates have no sockets: there they took the answer at any hop. */
    private static final long SETUP_TOLERANCE_MS = 5;

    /** They took a callee's BYE where it was seen first, which is not the caller's hop. */
    private static final long DURATION_TOLERANCE_MS = 20;

    String callId() {
        return call.path("callid").asText();
    }

    /** With a Call-ID and a From tag: without, there is nothing to follow. */
    boolean isCall() {
        return call.path("callid").isTextual()
                && (call.path("from_tag").isTextual() || call.path("final").isNumber());
    }

    List<String> differences(@Nullable StoredCall stored) {
        if (stored == null) {
            return List.of("missing: " + call);
        }
        List<String> differences = new ArrayList<>();
        differ(differences, "outcome", outcome(), stored.outcome());
        differ(differences, "final status", finalStatus(), stored.finalStatus());
        differ(differences, "caller", unescaped(call.path("caller").asText()), stored.caller());
        if (call.path("bye_by").isTextual()) {
            differ(differences, "released by", call.path("bye_by").asText(), stored.releasedBy());
        }
        if (timed) {
            differ(
                    differences,
                    "setup",
                    call.path("setup_ms"),
                    stored.setupMs(),
                    SETUP_TOLERANCE_MS);
            differ(
                    differences,
                    "duration",
                    call.path("talk_ms"),
                    stored.durationMs(),
                    DURATION_TOLERANCE_MS);
        }
        return differences.isEmpty()
                ? List.of()
                : List.of(callId() + " " + differences + " in " + call + " and " + stored);
    }

    /** By the JDK, which takes a plus for a blank. */
    private static String unescaped(String user) {
        return URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private String outcome() {
        boolean rang = call.path("ring_ms").isNumber();
        return switch (call.path("final").asInt()) {
            case 0 -> "timed_out";
            case 200 -> "answered";
            // of a moment ago: the caller may still try again
            case 302 -> timed ? "redirected" : "in_progress";
            case 404, 603 -> "rejected";
            case 408 -> rang ? "no_answer" : "failed";
            case 480 -> rang ? "no_answer" : "rejected";
            case 486 -> "busy";
            case 487 -> "cancelled";
            default -> "failed";
        };
    }

    @Nullable
    private Long finalStatus() {
        int status = call.path("final").asInt();
        return status == 0 || status == 302 && !timed ? null : (long) status;
    }

    private static void differ(
            List<String> differences, String what, @Nullable Object expected, Object stored) {
        if (!Objects.equals(expected, stored)) {
            differences.add(what + " " + expected);
        }
    }

    private static void differ(
            List<String> differences,
            String what,
            JsonNode expected,
            @Nullable Long stored,
            long tolerance) {
        boolean near =
                expected.isNumber()
                        ? stored != null && Math.abs(expected.asDouble() - stored) <= tolerance
                        : stored == null;
        if (!near) {
            differences.add(what + " " + expected);
        }
    }
}
