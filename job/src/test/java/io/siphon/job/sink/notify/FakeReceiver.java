package io.siphon.job.sink.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on loopback that keeps what it is sent. */
final class FakeReceiver implements AutoCloseable {

    /** A request. */
    record Request(String path, String key, String signature, String body) {}

    private final List<Request> requests = new ArrayList<>();
    private final Queue<Integer> answers = new ArrayDeque<>();
    private final CountDownLatch hang = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private boolean hangs;

    FakeReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next requests are answered so; all others with 200. */
    synchronized FakeReceiver answers(int... statuses) {
        for (int status : statuses) {
            answers.add(status);
        }
        return this;
    }

    /** No request is answered. */
    synchronized FakeReceiver hanging() {
        hangs = true;
        return this;
    }

    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status;
        synchronized (this) {
            requests.add(
                    new Request(
                            exchange.getRequestURI().getPath(),
                            exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                            exchange.getRequestHeaders().getFirst("X-Siphon-Signature"),
                            body));
            status = answers.isEmpty() ? 200 : answers.remove();
        }
        if (hangs) {
            try {
                hang.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        hang.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
