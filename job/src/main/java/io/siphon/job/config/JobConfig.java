package io.siphon.job.config;

import io.siphon.schema.Uids;
import io.siphon.sources.journal.JournalSettings;
import io.siphon.sources.listen.tcp.TcpSettings;
import io.siphon.udf.alert.AlertSettings;
import io.siphon.udf.alert.baseline.BaselineSettings;
import io.siphon.udf.suspect.SuspectSettings;

import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * The values of all options, a record for each section, in the order of {@code
 * docs/configuration.md}. What one section needs of another is put together here.
 */
public record JobConfig(
        DataSection data,
        UdpSection udp,
        TcpSection tcp,
        SendersSection senders,
        JournalSection journal,
        HepSection hep,
        UndecodableSection undecodable,
        KafkaSection kafka,
        SipSection sip,
        CallSection call,
        CorrelationSection correlation,
        StateSection state,
        QosSection qos,
        AlertSection alert,
        AlertLifeSection alertLife,
        SuspectSection suspect,
        BaselineSection baseline,
        JdbcSection jdbc,
        RetentionSection retention,
        InfluxSection influx,
        KafkaStoreSection kafkaStore,
        NotifySection notification,
        MailSection mail,
        StoreSection store,
        RestSection rest,
        ConsoleSection console) {

    public static JobConfig from(Configuration configuration) {
        return new JobConfig(
                DataSection.from(configuration),
                UdpSection.from(configuration),
                TcpSection.from(configuration),
                SendersSection.from(configuration),
                JournalSection.from(configuration),
                HepSection.from(configuration),
                UndecodableSection.from(configuration),
                KafkaSection.from(configuration),
                SipSection.from(configuration),
                CallSection.from(configuration),
                CorrelationSection.from(configuration),
                StateSection.from(configuration),
                QosSection.from(configuration),
                AlertSection.from(configuration),
                AlertLifeSection.from(configuration),
                SuspectSection.from(configuration),
                BaselineSection.from(configuration),
                JdbcSection.from(configuration),
                RetentionSection.from(configuration),
                InfluxSection.from(configuration),
                KafkaStoreSection.from(configuration),
                NotifySection.from(configuration),
                MailSection.from(configuration),
                StoreSection.from(configuration),
                RestSection.from(configuration),
                ConsoleSection.from(configuration));
    }

    private List<Section> sections() {
        return List.of(
                data,
                udp,
                tcp,
                senders,
                journal,
                hep,
                undecodable,
                kafka,
                sip,
                call,
                correlation,
                state,
                qos,
                alert,
                alertLife,
                suspect,
                baseline,
                jdbc,
                retention,
                influx,
                kafkaStore,
                notification,
                mail,
                store,
                rest,
                console);
    }

    /** What fits each option by itself but cannot work: a sentence each. */
    public List<String> mistakes() {
        Mistakes mistakes = new Mistakes();
        sections().forEach(section -> section.check(mistakes));
        return mistakes.sentences();
    }

    /** Where UDP is listened on. */
    public BindAddress udpBind() {
        return udp.address();
    }

    /** Where TCP is listened on; null where it is not. */
    public @Nullable BindAddress tcpBind() {
        return tcp.address(udp);
    }

    /** How TCP is listened to; null where it is not. */
    public @Nullable TcpSettings tcpSettings() {
        return tcp.settings(udp);
    }

    /** {@code udp and tcp 0.0.0.0:9060}, for people. */
    public String listening() {
        BindAddress tcpBind = tcpBind();
        if (tcpBind == null) {
            return "udp " + udpBind();
        }
        return tcpBind.equals(udpBind())
                ? "udp and tcp " + tcpBind
                : "udp " + udpBind() + ", tcp " + tcpBind;
    }

    /** Where the journal is, whether or not it is kept. */
    public Path journalFolder() {
        return journal.folder(data);
    }

    /** How the journal of each socket is kept; null when it is not. */
    public @Nullable JournalSettings journalSettings() {
        return journal.settings(data, udp.sockets());
    }

    /** What is an alert. */
    public AlertSettings alerts() {
        return alert.settings(qos, alertLife);
    }

    /** What the detectors with a memory look for. */
    public SuspectSettings suspects() {
        return suspect.settings(alert.detectors());
    }

    /** What is an alert by the baseline of its series. */
    public BaselineSettings baselines() {
        return baseline.settings(alert, qos);
    }

    /** The identities by which stored rows are recognized. */
    public Uids uids() {
        return store.uids();
    }
}
