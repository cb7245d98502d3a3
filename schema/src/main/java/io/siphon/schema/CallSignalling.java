package io.siphon.schema;

import java.util.List;

/**
 * What the signalling of a call shows beside its steps.
 *
 * @param retransmissions of its INVITE, 2xx and BYEs, by the clock of timer T1 (RFC 3261,
 *     17.1.1.1): what several agents or hops saw is one
 * @param attestation {@code A}, {@code B} or {@code C} of the PASSporT in the first Identity header
 *     of its INVITEs (RFC 8588), which is not verified; {@link #UNREADABLE} where it has none,
 *     empty where no INVITE is signed
 */
public record CallSignalling(int retransmissions, String attestation) {

    public static final CallSignalling NONE = new CallSignalling(0, "");

    /** Signed, but in the compact form, or by something else than SHAKEN. */
    public static final String UNREADABLE = "unknown";

    /** Of the word. */
    private static final int WIDTH = 8;

    static List<Column<Call>> columns(Columns<Call> c) {
        return List.of(
                c.integer(
                                "retransmissions",
                                call -> call.signalling().retransmissions(),
                                "retransmitted INVITEs, 2xx and BYEs; NULL in rows older than this column")
                        .since("0.2"),
                c.text(
                                "attestation",
                                WIDTH,
                                call -> call.signalling().attestation(),
                                "attestation of the caller in the STIR/SHAKEN signature of the INVITE, which is not verified: `A`, `B`, `C`, or `unknown`; empty without one, NULL likewise")
                        .since("0.2"));
    }

    static CallSignalling of(Row row) {
        return new CallSignalling(
                (int) row.number("retransmissions", 0), row.textOrEmpty("attestation"));
    }
}
