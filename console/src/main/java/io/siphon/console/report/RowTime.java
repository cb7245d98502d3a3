package io.siphon.console.report;

import io.siphon.console.store.Span;
import io.siphon.schema.Call;
import io.siphon.schema.Registration;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;

/**
 * Times as rows have them: by the clock of the agent, where records have them less its offset. Rows
 * are found and come in order by these, so they belong to periods, slices and windows by these, and
 * so do they in the lists of the console and its overview. By corrected times a record could be of
 * no period that was read; to read by those the offset of each row would have to be known before.
 */
final class RowTime {

    private RowTime() {}

    static long start(Call call) {
        return call.startedAt() + call.clockOffset();
    }

    /**
     * From its answer to its end. A call has one clock, so its length is right; beside calls of
     * another agent it is off by as much as their clocks differ.
     *
     * @param otherwise its end, when it has none
     */
    static Span up(Call call, long otherwise) {
        return new Span(
                call.answeredAt() + call.clockOffset(),
                call.endedAt() > 0 ? call.endedAt() + call.clockOffset() : otherwise);
    }

    static long start(Registration registration) {
        return registration.startedAt() + registration.clockOffset();
    }

    static long end(RtpStream stream) {
        return stream.endedAt() + stream.clockOffset();
    }

    static long end(RtcpStreamSummary stream) {
        return stream.endedAt() + stream.clockOffset();
    }
}
