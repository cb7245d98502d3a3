package io.siphon.console.web;

import io.siphon.console.flow.Flow;
import io.siphon.console.flow.Registered;
import io.siphon.console.web.CallPage.Fact;
import io.siphon.schema.Call;
import io.siphon.schema.MediaFigures;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationOutcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is stored of a call, and how its ends were registered. */
final class CallFacts {

    private CallFacts() {}

    static List<Fact> of(Flow flow, List<Registered> registered) {
        List<Fact> facts = new ArrayList<>();
        int number = 0;
        for (Call call : flow.calls()) {
            number++;
            if (flow.calls().size() > 1) {
                add(facts, "Call of this Call-ID", number + " of " + flow.calls().size());
            }
            add(facts, "Outcome", CallTable.outcome(call));
            add(
                    facts,
                    "Final response",
                    call.finalStatus() == 0
                            ? ""
                            : (call.finalStatus() + " " + call.reason()).strip());
            add(facts, "Cause", Show.cause(call.verdict().cause()));
            add(facts, "Q.850 cause", call.q850Cause() == 0 ? "" : "" + call.q850Cause());
            add(facts, "Released by", call.releasedBy());
            add(facts, "Began", Show.time(call.startedAt()));
            add(facts, "Rang", Show.time(call.ringingAt()));
            add(facts, "Answered", Show.time(call.answeredAt()));
            add(facts, "Ended", Show.time(call.endedAt()));
            add(facts, "Post-dial delay", unit(Show.seconds(call.pddMs())));
            add(facts, "Duration", Show.length(call.durationMs()));
            add(facts, "Retries", call.retries() == 0 ? "" : "" + call.retries());
            add(facts, "Trunk", call.trunk());
            add(facts, "Direction", call.direction());
            add(facts, "Codecs", Show.list(call.codecs()));
            add(facts, "Media", Show.words(call.media().verdict()));
            add(facts, "Caller sent", figures(call.media().fromCaller()));
            add(facts, "Callee sent", figures(call.media().fromCallee()));
            add(facts, "User agent", call.userAgent());
            add(facts, "Node", call.node());
            add(facts, "Correlation id", call.correlationId());
        }
        for (Registered end : registered) {
            add(facts, end.end() + " registered", registration(end, flow.startMicros()));
        }
        return facts;
    }

    /**
     * {@code MOS 4.21, at least 3.90; loss 0.5 %, at most 2.0 %; jitter 3 ms, at most 9 ms (rtp)}.
     */
    private static String figures(MediaFigures media) {
        List<String> words = new ArrayList<>();
        if (!Double.isNaN(media.mosMean())) {
            words.add(
                    "MOS %s, at least %s"
                            .formatted(
                                    Show.number(media.mosMean(), 2),
                                    Show.number(media.mosMin(), 2)));
        }
        if (!Double.isNaN(media.lossMeanPct())) {
            words.add(
                    "loss %s %%, at most %s %%"
                            .formatted(
                                    Show.number(media.lossMeanPct(), 2),
                                    Show.number(media.lossMaxPct(), 2)));
        }
        if (!Double.isNaN(media.jitterMeanMs())) {
            words.add(
                    "jitter %s ms, at most %s ms"
                            .formatted(
                                    Show.number(media.jitterMeanMs(), 1),
                                    Show.number(media.jitterMaxMs(), 1)));
        }
        return words.isEmpty() ? "" : String.join("; ", words) + " (" + media.origin() + ")";
    }

    private static String unit(String seconds) {
        return seconds.isEmpty() ? "" : seconds + " s";
    }

    private static void add(List<Fact> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.add(new Fact(name, value));
        }
    }

    private static String registration(Registered end, long atMicros) {
        Registration last = end.registration();
        boolean accepted = last.outcome() == RegistrationOutcome.ACCEPTED;
        String state;
        if (end.isInForce(atMicros)) {
            state = "yes, ";
        } else if (accepted && last.expires() == 0) {
            state = "no, removed ";
        } else if (accepted) {
            state = "no, expired; last accepted ";
        } else {
            state = "no, " + Show.words(last.outcome().name().toLowerCase(Locale.ROOT)) + " ";
        }
        String expires = last.expires() <= 0 ? "" : ", for " + last.expires() + " s";
        String contact = last.contact().isEmpty() ? "" : ", " + last.contact();
        String agent = last.userAgent().isEmpty() ? "" : ", " + last.userAgent();
        return state + Show.time(last.startedAt()) + expires + contact + agent;
    }
}
