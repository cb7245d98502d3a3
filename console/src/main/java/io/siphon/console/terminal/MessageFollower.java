package io.siphon.console.terminal;

import io.siphon.console.flow.FlowTime;
import io.siphon.console.flow.HostNames;
import io.siphon.console.flow.SipText;
import io.siphon.console.search.Expression;
import io.siphon.console.search.NewMessages;
import io.siphon.console.search.QueryParser;
import io.siphon.console.search.Subject;
import io.siphon.console.store.StoreAddress;
import io.siphon.console.store.StorePool;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.PlainText;
import io.siphon.schema.Text;
import io.siphon.schema.Trace;

import javax.annotation.Nullable;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Prints the messages that a running siphon stores, as they are stored. */
public final class MessageFollower {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Expression expression;
    private final boolean body;
    private final HostNames names;
    private final PrintStream out;
    private @Nullable NewMessages messages;

    /**
     * @param query in the language of messages; blank for all
     * @param body whether messages are printed whole
     * @throws io.siphon.console.search.QueryException in one sentence
     */
    public MessageFollower(String query, boolean body, HostNames names, PrintStream out) {
        this.expression = QueryParser.parse(Subject.MESSAGES, query);
        this.body = body;
        this.names = names;
        this.out = out;
    }

    /**
     * Until that many are printed, or for ever.
     *
     * @param count 0 for all that come
     */
    public void follow(StoreAddress address, long count) throws InterruptedException {
        long start = EpochMicros.now();
        long printed = 0;
        try (StorePool pool = new StorePool(address, 1, TIMEOUT)) {
            while (count == 0 || printed < count) {
                printed += print(pool, start, count == 0 ? Long.MAX_VALUE : count - printed);
                Thread.sleep(1000);
            }
        }
    }

    /** Those received since then that are not printed yet; returns how many it printed. */
    long print(StorePool pool, long sinceMicros, long most) {
        if (messages == null) {
            messages = new NewMessages(expression, sinceMicros);
        }
        List<Trace> found = messages.read(pool, TIMEOUT);
        if (messages.hasSkipped()) {
            out.println("… more messages than are shown; a filter shows those that matter");
        }
        long printed = Math.min(most, found.size());
        found.stream().limit(printed).forEach(this::print);
        out.flush();
        return printed;
    }

    private void print(Trace trace) {
        SipText text = SipText.of(trace.payload());
        String what =
                text.isResponse()
                        ? text.statusLine() + " (" + trace.method() + ")"
                        : trace.method() + " " + text.requestUri();
        out.println(
                PlainText.line(
                        String.join(
                                " ",
                                FlowTime.clock(trace.timeMicros()),
                                "node=" + trace.node(),
                                names.of(trace.source()),
                                ">",
                                names.of(trace.destination()),
                                what + "  " + trace.callId())));
        if (body) {
            out.println(PlainText.lines(Text.decode(trace.payload()).stripTrailing()).indent(2));
        }
    }
}
