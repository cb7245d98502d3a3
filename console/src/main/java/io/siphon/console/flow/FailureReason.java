package io.siphon.console.flow;

import io.siphon.schema.Call;
import io.siphon.schema.CallCause.Shown;
import io.siphon.schema.PlainText;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a call ended as it did: the stored sentence, and the message that shows it.
 *
 * @param sentence with the aliases of hosts; empty when the call is up, or its row older than
 *     causes
 * @param arrow number of the message that shows it; 0 when none does
 */
public record FailureReason(String sentence, int arrow) {

    private static final FailureReason NONE = new FailureReason("", 0);

    public static FailureReason of(Flow flow) {
        if (flow.calls().isEmpty()) {
            return NONE;
        }
        Call call = last(flow.calls());
        String stored = PlainText.line(call.verdict().text());
        return stored.isEmpty() ? NONE : new FailureReason(named(flow, stored), arrow(flow, call));
    }

    /** Of legs that share the Call-ID the first. */
    private static Call last(List<Call> calls) {
        Call last = calls.get(calls.size() - 1);
        for (Call other : calls) {
            boolean before =
                    other.leg().leg() < last.leg().leg()
                            && conversation(other).equals(conversation(last));
            last = before ? other : last;
        }
        return last;
    }

    private static String conversation(Call call) {
        String id = call.leg().conversationId();
        return id.isEmpty() ? call.callId() : id;
    }

    /** Addresses by the aliases of their columns. */
    private static String named(Flow flow, String stored) {
        String sentence = stored;
        for (Column column : flow.columns()) {
            for (String socket : column.sockets()) {
                String host = Endpoint.of(socket).host();
                if (!host.isEmpty() && !column.name().contains(host)) {
                    sentence =
                            whole(host)
                                    .matcher(sentence)
                                    .replaceAll(Matcher.quoteReplacement(column.name()));
                }
            }
        }
        return sentence;
    }

    /** Not {@code 192.0.2.1} of {@code 192.0.2.10}. */
    private static Pattern whole(String host) {
        return Pattern.compile(
                "(?<![0-9A-Fa-f.:])" + Pattern.quote(host) + "(?![0-9A-Fa-f]|[.:][0-9A-Fa-f])");
    }

    private static int arrow(Flow flow, Call call) {
        Shown shown = call.verdict().cause().shown();
        int status = call.finalStatus();
        return switch (shown) {
            case NOTHING -> 0;
            case INVITE -> first(flow, request("INVITE"));
            case PROVISIONAL -> last(flow, response(180, 189).and(arrow -> !arrow.sdp().isEmpty()));
            case ANSWER -> first(flow, response(200, 299));
            case RESPONSE -> last(flow, response(status, status));
            case CANCEL -> {
                int withdrawn = first(flow, request("CANCEL").or(request("BYE")));
                yield withdrawn == 0 ? last(flow, response(status, status)) : withdrawn;
            }
            case BYE -> first(flow, request("BYE"));
        };
    }

    private static Predicate<Arrow> request(String method) {
        return arrow -> arrow.isRequest() && arrow.method().equals(method);
    }

    private static Predicate<Arrow> response(int from, int to) {
        return arrow ->
                arrow.method().equals("INVITE") && arrow.status() >= from && arrow.status() <= to;
    }

    private static int first(Flow flow, Predicate<Arrow> wanted) {
        return found(flow, wanted).findFirst().map(Arrow::number).orElse(0);
    }

    private static int last(Flow flow, Predicate<Arrow> wanted) {
        return found(flow, wanted).reduce((a, b) -> b).map(Arrow::number).orElse(0);
    }

    private static Stream<Arrow> found(Flow flow, Predicate<Arrow> wanted) {
        return flow.arrows().stream().filter(arrow -> arrow.retransmission() == 0).filter(wanted);
    }
}
