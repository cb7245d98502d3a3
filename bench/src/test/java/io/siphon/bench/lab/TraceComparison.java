package io.siphon.bench.lab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds what Siphon stored against what Kamailio itself wrote about the same traffic: the same rows
 * as often. Times are left out: HEP has the time of sending, the table that of writing.
 *
 * <p>Where Kamailio's two outputs differ from each other, the difference is named here, one method
 * each; there are no others.
 */
public final class TraceComparison {

    private static final Pattern BARE_IPV6 =
            Pattern.compile("^(\\w+):([^\\[\\]]*:[^\\[\\]]*):(\\d+)$");
    private static final Pattern TO_TAG =
            Pattern.compile("(?im)^(?:To|t)[ \\t]*:.*?;[ \\t]*tag=([^;\\s]+)");

    /** What is compared. */
    private record Message(
            String callid,
            String method,
            String status,
            String fromip,
            String toip,
            String fromtag,
            String totag,
            String direction,
            String msg) {

        Message withAddresses(String from, String to, String newDirection) {
            return new Message(callid, method, status, from, to, fromtag, totag, newDirection, msg);
        }

        Message withToTag(String tag) {
            return new Message(callid, method, status, fromip, toip, fromtag, tag, direction, msg);
        }
    }

    private final TraceMode mode;

    private TraceComparison(TraceMode mode) {
        this.mode = mode;
    }

    public static TraceComparison of(TraceMode mode) {
        return new TraceComparison(mode);
    }

    /** Fails with the rows that only one of them has. */
    public void assertSame(List<TraceRow> kamailio, List<TraceRow> siphon) {
        String difference = difference(kamailio, siphon);
        if (!difference.isEmpty()) {
            throw new AssertionError(difference);
        }
    }

    /** The rows that only one of them has; empty when there are none. */
    public String difference(List<TraceRow> kamailio, List<TraceRow> siphon) {
        Map<Message, Integer> difference = new HashMap<>();
        expected(kamailio).forEach(message -> difference.merge(message, 1, Integer::sum));
        stored(siphon).forEach(message -> difference.merge(message, -1, Integer::sum));
        List<String> lines = new ArrayList<>();
        difference.forEach(
                (message, more) -> {
                    if (more != 0) {
                        lines.add((more > 0 ? "only Kamailio: " : "only Siphon: ") + message);
                    }
                });
        if (lines.isEmpty()) {
            return "";
        }
        lines.sort(null);
        return "%d rows of Kamailio, %d of Siphon, %d kinds differ:%n%s"
                .formatted(
                        kamailio.size(),
                        siphon.size(),
                        lines.size(),
                        String.join("\n", lines.subList(0, Math.min(10, lines.size()))));
    }

    private Collection<Message> expected(List<TraceRow> kamailio) {
        List<Message> messages = messages(kamailio, TraceComparison::bracketed);
        return switch (mode) {
            case HEP1, HEP2, HEP3 -> messages;
            case PLAIN_WITH_HEADERS ->
                    messages.stream()
                            .filter(message -> !isIncomingCancel(message))
                            .map(TraceComparison::withOwnToTag)
                            .toList();
            case PLAIN -> distinct(messages);
        };
    }

    private Collection<Message> stored(List<TraceRow> siphon) {
        List<Message> messages = messages(siphon, Function.identity());
        return mode == TraceMode.PLAIN ? distinct(messages) : messages;
    }

    /** Its script callbacks write IPv6 without brackets, its core with them; we always with. */
    private static String bracketed(String address) {
        Matcher bare = BARE_IPV6.matcher(address);
        return bare.matches()
                ? bare.group(1) + ":[" + bare.group(2) + "]:" + bare.group(3)
                : address;
    }

    /** Script mode writes an incoming CANCEL to the table, and sends no duplicate of it. */
    private static boolean isIncomingCancel(Message message) {
        return message.method.equals("CANCEL")
                && message.status.isEmpty()
                && message.direction.equals("in");
    }

    /**
     * Script mode takes {@code totag} of a message made by Kamailio itself from the request that
     * caused it, where there is none yet; the message has one.
     */
    private static Message withOwnToTag(Message message) {
        if (!message.totag.isEmpty()) {
            return message;
        }
        Matcher tag = TO_TAG.matcher(message.msg);
        return message.withToTag(tag.find() ? tag.group(1) : "");
    }

    /**
     * A bare duplicate says nothing of addresses and direction. An ACK to a stateless reply is in
     * the table twice (once by the core, once by the sl module), and sent once.
     */
    private static Collection<Message> distinct(List<Message> messages) {
        return messages.stream()
                .map(message -> message.withAddresses("", "", ""))
                .distinct()
                .toList();
    }

    private static List<Message> messages(List<TraceRow> rows, Function<String, String> address) {
        return rows.stream()
                .map(
                        row ->
                                new Message(
                                        row.callid(),
                                        row.method(),
                                        row.status(),
                                        address.apply(row.fromip()),
                                        address.apply(row.toip()),
                                        row.fromtag(),
                                        row.totag(),
                                        row.direction(),
                                        row.msg()))
                .toList();
    }
}
