package io.siphon.job.config;

import io.siphon.sources.Secret;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** {@code notify.*}: who is notified of alerts. */
public record NotifySection(
        @Nullable String webhookUrl,
        String webhookSecret,
        @Nullable String webhookSecretFile,
        @Nullable String alertmanagerUrl,
        Duration alertmanagerEndsAfter,
        List<String> command,
        String consoleUrl,
        Duration timeout,
        Duration retryMaxDelay,
        Duration giveUpAfter,
        int queue,
        Duration maxAge)
        implements Section {

    public static final ConfigOption<String> WEBHOOK_URL =
            ConfigOptions.key("notify.webhook.url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "URL to which each alert that opens, gets worse or closes is posted as"
                                    + " JSON: see [alerts](alerts.md#receivers).");

    public static final ConfigOption<String> WEBHOOK_SECRET =
            ConfigOptions.key("notify.webhook.secret")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Secret of the signature in `X-Siphon-Signature` (HMAC-SHA256 of the"
                                    + " body). Prefer a file, or `SIPHON_NOTIFY_WEBHOOK_SECRET` in the"
                                    + " environment. When not set, nothing is signed.");

    public static final ConfigOption<String> WEBHOOK_SECRET_FILE =
            ConfigOptions.key("notify.webhook.secret-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File whose first line is that secret. On a cluster each TaskManager"
                                    + " reads its own copy.");

    public static final ConfigOption<String> ALERTMANAGER_URL =
            ConfigOptions.key("notify.alertmanager.url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "URL of a Prometheus Alertmanager, `http://127.0.0.1:9093`; alerts are"
                                    + " sent to its API v2.");

    public static final ConfigOption<Duration> ALERTMANAGER_ENDS_AFTER =
            ConfigOptions.key("notify.alertmanager.ends-after")
                    .durationType()
                    .defaultValue(Duration.ofHours(24))
                    .withDescription(
                            "Alertmanager resolves an alert this long after its last change, even"
                                    + " if it was not closed, as when Siphon has stopped.");

    public static final ConfigOption<List<String>> COMMAND =
            ConfigOptions.key("notify.command")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Command and arguments, separated by semicolons; it gets the webhook's"
                                    + " JSON on its standard input. No shell. On a cluster it runs on a"
                                    + " TaskManager.");

    public static final ConfigOption<String> CONSOLE_URL =
            ConfigOptions.key("notify.console-url")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Where people reach the console, for the link in notifications:"
                                    + " `https://siphon.example.net:8088`.");

    public static final ConfigOption<Duration> TIMEOUT =
            ConfigOptions.key("notify.timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription("Maximum time that a receiver has for its answer.");

    public static final ConfigOption<Duration> RETRY_MAX_DELAY =
            ConfigOptions.key("notify.retry-max-delay")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription(
                            "A receiver that does not answer, or with 5xx, 408, 425 or 429, is tried"
                                    + " again after 1 s, then after twice as long each time, up to"
                                    + " this.");

    public static final ConfigOption<Duration> GIVE_UP_AFTER =
            ConfigOptions.key("notify.give-up-after")
                    .durationType()
                    .defaultValue(Duration.ofHours(1))
                    .withDescription(
                            "A notification that is not delivered within this time is dropped and"
                                    + " counted, with alert `notify_failed`.");

    public static final ConfigOption<Integer> QUEUE =
            ConfigOptions.key("notify.queue")
                    .intType()
                    .defaultValue(1000)
                    .withDescription(
                            "Maximum number of notifications that wait for one receiver. Beyond it"
                                    + " the oldest is dropped and counted, with alert `notify_failed`."
                                    + " The job never waits for a receiver.");

    public static final ConfigOption<Duration> MAX_AGE =
            ConfigOptions.key("notify.max-age")
                    .durationType()
                    .defaultValue(Duration.ofHours(1))
                    .withDescription(
                            "What was found longer ago is not sent, but counted: a backfill of last"
                                    + " week wakes nobody.");

    static NotifySection from(Configuration configuration) {
        return new NotifySection(
                configuration.get(WEBHOOK_URL),
                configuration.get(WEBHOOK_SECRET),
                configuration.get(WEBHOOK_SECRET_FILE),
                configuration.get(ALERTMANAGER_URL),
                configuration.get(ALERTMANAGER_ENDS_AFTER),
                configuration.get(COMMAND),
                configuration.get(CONSOLE_URL),
                configuration.get(TIMEOUT),
                configuration.get(RETRY_MAX_DELAY),
                configuration.get(GIVE_UP_AFTER),
                configuration.get(QUEUE),
                configuration.get(MAX_AGE));
    }

    /** Of the webhook's signature; empty when nothing is signed. */
    public Secret secret() {
        return password().secret();
    }

    private Password password() {
        return new Password(WEBHOOK_SECRET, webhookSecret, webhookSecretFile);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "NotifySection[webhookUrl="
                + webhookUrl
                + ", alertmanagerUrl="
                + alertmanagerUrl
                + "]";
    }

    @Override
    public void check(Mistakes mistakes) {
        password().check(WEBHOOK_URL, webhookUrl, mistakes);
        url(WEBHOOK_URL, webhookUrl, mistakes);
        url(ALERTMANAGER_URL, alertmanagerUrl, mistakes);
        url(CONSOLE_URL, consoleUrl.isEmpty() ? null : consoleUrl, mistakes);
        mistakes.positive(ALERTMANAGER_ENDS_AFTER, alertmanagerEndsAfter);
        mistakes.positive(TIMEOUT, timeout);
        mistakes.positive(RETRY_MAX_DELAY, retryMaxDelay);
        mistakes.positive(GIVE_UP_AFTER, giveUpAfter);
        mistakes.positive(QUEUE, queue);
        mistakes.positive(MAX_AGE, maxAge);
    }

    private static void url(ConfigOption<String> option, @Nullable String url, Mistakes mistakes) {
        if (url == null) {
            return;
        }
        try {
            URI uri = URI.create(url);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        mistakes.add(option, "expected a URL like https://host/path, got " + url);
    }
}
