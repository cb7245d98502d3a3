package io.siphon.console.report;

import java.util.List;
import java.util.function.Function;

/** The figures of registrations, in the order in which they stand. */
final class RegistrationColumns {

    static final List<Column> ALL =
            List.of(
                    count(
                            "register_attempts",
                            "REGISTER attempts",
                            "attempts",
                            0,
                            "Initial registrations and refreshes whose first REGISTER is in the period; an authentication challenge and its retry are one.",
                            r -> (double) r.attempts()),
                    count(
                            "register_accepted",
                            "REGISTER accepted",
                            "accepted",
                            0,
                            "Of those, the ones that ended with 2xx.",
                            r -> (double) r.accepted()),
                    percent(
                            "register_success_pct",
                            "REGISTER success",
                            "success",
                            1,
                            "Accepted ÷ decided attempts.",
                            RegistrationFigures::success),
                    percent(
                            "register_ira_pct",
                            "IRA",
                            "IRA",
                            -1,
                            "Ineffective registration attempts: ended with 4xx other than 401, 402 and 407, with 5xx or 6xx, or without a final response ÷ decided attempts.",
                            RegistrationFigures::ineffective),
                    count(
                            "register_unauthorized",
                            "REGISTER unauthorized",
                            "unauthorized",
                            -1,
                            "Attempts that ended with 401 or 407: no password, or a wrong one.",
                            r -> (double) r.unauthorized()),
                    percent(
                            "register_challenged_pct",
                            "REGISTER challenged",
                            "challenged",
                            0,
                            "Attempts that got a 401 or 407, whatever followed ÷ decided attempts.",
                            RegistrationFigures::challenged),
                    delay(
                            "p50",
                            "Registration request delay, from the first REGISTER to the 2xx, challenge included: half of the accepted attempts had less.",
                            RegistrationFigures::delayP50Ms),
                    delay(
                            "p95",
                            "Registration request delay that 95 % of the accepted attempts were under.",
                            RegistrationFigures::delayP95Ms),
                    count(
                            "register_lapsed",
                            "REGISTER lapsed",
                            "lapsed",
                            -1,
                            "Accepted attempts whose binding ran out and was not renewed.",
                            r -> (double) r.lapsed()),
                    count(
                            "register_removals",
                            "REGISTER removals",
                            "removals",
                            0,
                            "Requests to remove a binding (expires 0); not among the attempts.",
                            r -> (double) r.removals()),
                    count(
                            "register_addresses",
                            "Addresses of record",
                            "addresses",
                            0,
                            "Distinct addresses of record among the attempts; of the whole period only.",
                            RegistrationFigures::addresses),
                    count(
                            "register_undecided",
                            "REGISTER undecided yet",
                            "undecided",
                            0,
                            "Attempts without an end when the report was made: in no ratio.",
                            r -> (double) r.undecided()));

    private RegistrationColumns() {}

    private static Column count(
            String key,
            String title,
            String heading,
            int better,
            String meaning,
            Function<RegistrationFigures, Double> value) {
        return column(key, title, heading, "", 0, better, meaning, value);
    }

    private static Column percent(
            String key,
            String title,
            String heading,
            int better,
            String meaning,
            Function<RegistrationFigures, Double> value) {
        return column(key, title, heading, "%", 1, better, meaning, value);
    }

    private static Column delay(
            String quantile, String meaning, Function<RegistrationFigures, Double> value) {
        return column(
                "rrd_" + quantile + "_ms",
                "RRD " + quantile,
                quantile,
                "ms",
                0,
                -1,
                meaning,
                value);
    }

    private static Column column(
            String key,
            String title,
            String heading,
            String unit,
            int decimals,
            int better,
            String meaning,
            Function<RegistrationFigures, Double> value) {
        return new Column(
                key,
                title,
                heading,
                unit,
                decimals,
                better,
                meaning,
                figures -> value.apply(figures.registrations()));
    }
}
