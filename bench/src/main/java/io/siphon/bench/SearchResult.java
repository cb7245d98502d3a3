package io.siphon.bench;

import java.util.List;
import java.util.Locale;

/**
 * What searches beside a measurement took.
 *
 * @param failed of them
 * @param p50Ms from request to the last byte
 * @param cpu seconds of the console's own threads
 * @param databaseCpu seconds of the database's processes that serve the console
 * @param clientCpu seconds of the thread that searches
 */
record SearchResult(
        int searches,
        int failed,
        double p50Ms,
        double p95Ms,
        double cpu,
        double databaseCpu,
        double clientCpu) {

    static SearchResult of(
            List<Double> millis, int failed, double cpu, double databaseCpu, double clientCpu) {
        List<Double> sorted = millis.stream().sorted().toList();
        return new SearchResult(
                sorted.size(),
                failed,
                quantile(sorted, 0.5),
                quantile(sorted, 0.95),
                cpu,
                databaseCpu,
                clientCpu);
    }

    private static double quantile(List<Double> sorted, double q) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(q * sorted.size()) - 1);
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "  searches       %d, %d failed, p50 %.0f ms, p95 %.0f ms; aside: %.2f CPU s of the"
                        + " console's threads, %.2f of its statements%n",
                searches,
                failed,
                p50Ms,
                p95Ms,
                cpu,
                databaseCpu);
    }

    String json() {
        return String.format(
                Locale.ROOT,
                ",\"searches\":{\"count\":%d,\"failed\":%d,\"p50_ms\":%.0f,\"p95_ms\":%.0f,"
                        + "\"cpu_s\":%.2f,\"database_cpu_s\":%.2f}",
                searches,
                failed,
                p50Ms,
                p95Ms,
                cpu,
                databaseCpu);
    }
}
