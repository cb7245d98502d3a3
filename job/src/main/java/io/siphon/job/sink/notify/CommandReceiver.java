package io.siphon.job.sink.notify;

import io.siphon.schema.Alert;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command with the JSON of the webhook on its standard input; {@code SIPHON_KEY} in its
 * environment is the idempotency key. It has taken the notification when it exits with 0 in time;
 * otherwise it is run again. No shell: nothing of an alert is part of the command line.
 */
final class CommandReceiver implements Receiver {

    private static final long serialVersionUID = 1;

    static final String NAME = "command";

    private final List<String> command;
    private final Duration timeout;

    CommandReceiver(List<String> command, Duration timeout) {
        this.command = List.copyOf(command);
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte[] body(Alert alert, AlertText text) {
        return WebhookReceiver.json(alert, text);
    }

    @Override
    public void send(Notification notification) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("SIPHON_KEY", notification.key());
        Process process = builder.start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                // less than a pipe holds: it is not waited for who does not read it
                in.write(notification.body());
            } catch (IOException e) {
                // who does not read its input may still exit with 0
            }
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("did not end within " + timeout.toMillis() + " ms");
            }
            if (process.exitValue() != 0) {
                throw new IOException("exit status " + process.exitValue());
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
