package io.siphon.job.sink.notify;

import io.siphon.job.config.JobConfig;
import io.siphon.job.config.MailSection;
import io.siphon.job.config.NotifySection;
import io.siphon.job.sink.JobStreams;
import io.siphon.job.sink.Output;
import io.siphon.job.sink.jdbc.DeliveryTable;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.schema.Tables;
import io.siphon.udf.alert.Detectors;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Alerts that open, get worse or close, to people and their systems: options {@code notify.*}. */
public final class NotifyOutput implements Output {

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    @Override
    public String name() {
        return "notify";
    }

    @Override
    public boolean enabled(JobConfig config) {
        return !receivers(config).isEmpty();
    }

    @Override
    public void prepare(JobConfig config) {
        // receivers that are unavailable now may be there when there is an alert
    }

    @Override
    public void attach(JobStreams streams, JobConfig config) {
        NotifySection notify = config.notification();
        DeliveryTable table = new JdbcOutput().enabled(config) ? DeliveryTable.of(config) : null;
        boolean raises = config.alert().detectors().contains(Detectors.NOTIFY_FAILED);
        streams.alerts()
                // one queue for each receiver
                .sinkTo(
                        new NotifySink(
                                receivers(config),
                                new ReceiverQueue.Limits(
                                        notify.queue(),
                                        FIRST_DELAY,
                                        notify.retryMaxDelay(),
                                        notify.giveUpAfter()),
                                notify.maxAge(),
                                new AlertText(
                                        Tables.ALERTS.with(config.uids()), notify.consoleUrl()),
                                () -> new StoredDeliveryLog(table, raises).begun()))
                .setParallelism(1)
                .name("notify")
                .uid("notify");
    }

    @Override
    public String describe(JobConfig config) {
        return "alerts to "
                + receivers(config).stream().map(Receiver::name).collect(Collectors.joining(", "));
    }

    private static List<Receiver> receivers(JobConfig config) {
        NotifySection notify = config.notification();
        List<Receiver> receivers = new ArrayList<>();
        if (notify.webhookUrl() != null) {
            receivers.add(
                    new WebhookReceiver(notify.webhookUrl(), notify.secret(), notify.timeout()));
        }
        if (notify.alertmanagerUrl() != null) {
            receivers.add(
                    new AlertmanagerReceiver(
                            notify.alertmanagerUrl(),
                            notify.alertmanagerEndsAfter(),
                            notify.timeout()));
        }
        if (!notify.command().isEmpty()) {
            receivers.add(new CommandReceiver(notify.command(), notify.timeout()));
        }
        if (config.mail().server() != null) {
            receivers.add(mail(config.mail(), notify.timeout()));
        }
        return receivers;
    }

    private static Receiver mail(MailSection mail, Duration timeout) {
        return new MailReceiver(
                mail.address().host(),
                mail.address().port(),
                MailReceiver.Protection.valueOf(mail.protection().toUpperCase(Locale.ROOT)),
                mail.user(),
                mail.secret(),
                mail.from(),
                mail.to(),
                timeout);
    }
}
