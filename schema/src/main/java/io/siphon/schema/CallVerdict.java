package io.siphon.schema;

import java.util.List;

/**
 * Why a call ended as it did.
 *
 * @param text one sentence that names the host and the message, printable, at most {@link
 *     #TEXT_WIDTH} octets; empty while the call is up
 */
public record CallVerdict(CallCause cause, String text) {

    public static final CallVerdict NONE = new CallVerdict(CallCause.NONE, "");

    /** Of the word. */
    public static final int CAUSE_WIDTH = 32;

    /** Of the sentence. */
    public static final int TEXT_WIDTH = 255;

    static List<Column<Call>> columns(Columns<Call> c) {
        return List.of(
                c.text(
                                "cause",
                                CAUSE_WIDTH,
                                call -> call.verdict().cause().tag(),
                                "why it ended as it did, one word: see [causes](causes.md); empty while it is up, NULL in rows older than this column")
                        .tag()
                        .since("0.2"),
                c.text(
                                "cause_text",
                                TEXT_WIDTH,
                                call -> call.verdict().text(),
                                "the same as a sentence, with the host and the message that show it; NULL likewise")
                        .body()
                        .since("0.2"));
    }

    static CallVerdict of(Row row) {
        return new CallVerdict(
                CallCause.ofTag(row.textOrEmpty("cause")), row.textOrEmpty("cause_text"));
    }
}
