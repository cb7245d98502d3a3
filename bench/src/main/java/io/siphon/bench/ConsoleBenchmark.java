package io.siphon.bench;

import io.siphon.bench.server.ServerProcess;
import io.siphon.console.flow.HostNames;
import io.siphon.console.store.StoreAddress;
import io.siphon.console.web.ConsoleServer;
import io.siphon.console.web.ConsoleSettings;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongFunction;

/**
 * How long the console takes for its searches and pages with thirty days in PostgreSQL: from
 * request to the last byte of the answer, one request at a time.
 */
public final class ConsoleBenchmark {

    private static final int WARM_UP = 5;
    private static final int REQUESTS = 40;

    /** Of overviews, which take longer. */
    private static final int FEW = 10;

    private static final String ROW = "%-46s %9s %9s %9s%n";

    /**
     * @param limitMs of the 95th percentile; 0 for none
     * @param path of a number that is another each time
     */
    private record Question(String name, int requests, int limitMs, LongFunction<String> path) {}

    private final long messages;
    private final @Nullable String kept;
    private final PrintStream out;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(1);

    /**
     * @param kept URL of a PostgreSQL that stays, and is filled where it has no calls; null: one of
     *     its own
     */
    public ConsoleBenchmark(long messages, @Nullable String kept, PrintStream out) {
        this.messages = messages;
        this.kept = kept;
        this.out = out;
    }

    private BenchStore store(Path folder) {
        return kept == null
                ? BenchStore.start(BenchStore.Kind.POSTGRES, folder)
                : BenchStore.kept(kept);
    }

    /**
     * Fills a database and measures.
     *
     * @return whether every limit was kept
     */
    public boolean run() throws Exception {
        Path folder = Files.createTempDirectory("siphon-bench-");
        try (BenchStore database = store(folder)) {
            database.prepare();
            ConsoleFill fill = new ConsoleFill(database, messages, out);
            if (database.number("SELECT COUNT(*) FROM (SELECT 1 FROM calls LIMIT 1) c") == 0) {
                fill.run();
            }
            database.addUp();
            StoreAddress address = new StoreAddress(database.url, database.user, database.password);
            try (ConsoleServer console =
                    ConsoleServer.start(
                            ConsoleSettings.of(
                                    "127.0.0.1",
                                    ServerProcess.freePort(),
                                    address,
                                    HostNames.NONE))) {
                out.printf(
                        Locale.ROOT,
                        "%,d messages, %,d calls, %,d windows in 30 days%n",
                        database.rows("sip_trace"),
                        database.rows("calls"),
                        database.rows("measurements"));
                out.printf(ROW, "ms", "p50", "p95", "limit");
                boolean kept = true;
                for (Question question : questions(fill.calls())) {
                    kept &= measure(console.url(), question, fill.calls());
                }
                return kept;
            }
        } finally {
            BenchPlan.delete(folder);
        }
    }

    private static List<Question> questions(long calls) {
        String search = "/api/v1/calls?q=";
        return List.of(
                new Question("Call-ID, any time", REQUESTS, 200, n -> search + "callid:" + id(n)),
                new Question(
                        "caller, any time",
                        REQUESTS,
                        200,
                        n -> search + "from:%2B4930" + n % 200_000),
                new Question(
                        "beginning of the callee, any time",
                        REQUESTS,
                        200,
                        n -> search + "to:%2B4420" + n % 50_000 + "*"),
                new Question("X-CID, any time", REQUESTS, 200, n -> search + "xcid:cdr-" + n),
                new Question(
                        "a number in any field, 24 h",
                        REQUESTS,
                        200,
                        n -> search + "%2B4930" + n % 200_000 + "&last=24h"),
                new Question(
                        "failed, 24 h", REQUESTS, 200, n -> search + "outcome:failed&last=24h"),
                new Question(
                        "trunk and status, 7 d",
                        REQUESTS,
                        200,
                        n -> search + "trunk:carrier-" + n % 3 + "+status:486&last=7d"),
                new Question(
                        "messages of a Call-ID",
                        REQUESTS,
                        200,
                        n -> "/api/v1/messages?q=callid:" + id(n)),
                new Question("page: calls", REQUESTS, 200, n -> "/calls"),
                new Question("page: a call", REQUESTS, 150, n -> "/calls/" + id(n) + "?m=1"),
                new Question("page: streams, worst of 24 h", FEW, 0, n -> "/streams?last=24h"),
                new Question("page: health", FEW, 0, n -> "/health"),
                new Question("page: overview of a day", FEW, 500, n -> "/overview?last=24h"),
                new Question("page: overview of 30 days", FEW, 2000, n -> "/overview?last=30d"),
                new Question(
                        "header of a message, 1 h",
                        FEW,
                        200,
                        n -> search + "header:X-Tenant:" + n % 50 + "&last=1h"));
    }

    private static String id(long n) {
        return n + "@198.51.100.10";
    }

    private boolean measure(String url, Question question, long calls)
            throws IOException, InterruptedException {
        double[] millis = new double[question.requests()];
        for (int i = -WARM_UP; i < millis.length; i++) {
            String path = question.path().apply(random.nextLong(calls));
            long start = System.nanoTime();
            HttpResponse<byte[]> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(url + path)).build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            double took = (System.nanoTime() - start) / 1e6;
            if (answer.statusCode() != 200) {
                throw new IOException(
                        path + ": " + answer.statusCode() + new String(answer.body()));
            }
            if (i >= 0) {
                millis[i] = took;
            }
        }
        Arrays.sort(millis);
        double p95 = millis[(int) Math.ceil(0.95 * millis.length) - 1];
        out.printf(
                ROW,
                question.name(),
                String.format(Locale.ROOT, "%.0f", millis[millis.length / 2]),
                String.format(Locale.ROOT, "%.0f", p95),
                question.limitMs() == 0 ? "" : question.limitMs());
        return question.limitMs() == 0 || p95 <= question.limitMs();
    }
}
