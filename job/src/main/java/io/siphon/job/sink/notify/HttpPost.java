package io.siphon.job.sink.notify;

import io.siphon.job.sink.notify.Receiver.RefusedException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts JSON; no redirect is followed, and what comes back is not read. */
final class HttpPost {

    private static final int TIMED_OUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;

    private final HttpClient client;
    private final Duration timeout;

    HttpPost(Duration timeout) {
        this.timeout = timeout;
        client =
                HttpClient.newBuilder()
                        .connectTimeout(timeout)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /**
     * @throws RefusedException at 3xx and 4xx, but those that mean later
     * @throws IOException at 5xx, or when there is no answer in time
     */
    void send(String url, byte[] body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(timeout)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "siphon")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
        try {
            // also over a body that never ends
            check(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(
                    cause.getMessage() == null
                            ? cause.getClass().getSimpleName()
                            : cause.getMessage(),
                    cause);
        } finally {
            answer.cancel(true);
        }
    }

    private static void check(int status) throws IOException {
        if (status >= 200 && status < 300) {
            return;
        }
        String got = "HTTP status " + status;
        boolean later =
                status >= 500 || status == TIMED_OUT || status == TOO_EARLY || status == TOO_MANY;
        throw later ? new IOException(got) : new RefusedException(got);
    }
}
