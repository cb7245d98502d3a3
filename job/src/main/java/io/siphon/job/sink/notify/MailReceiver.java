package io.siphon.job.sink.notify;

import io.siphon.schema.Alert;
import io.siphon.sources.Secret;

import org.apache.commons.net.smtp.AuthenticatingSMTPClient;
import org.apache.commons.net.smtp.AuthenticatingSMTPClient.AUTH_METHOD;
import org.apache.commons.net.smtp.SMTPReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Mail by SMTP (RFC 5321), plain, with STARTTLS (RFC 3207) or by TLS from the start (RFC 8314). The
 * Message-ID is of the notification's key: a mail system can tell a message that is sent again.
 */
final class MailReceiver implements Receiver {

    private static final long serialVersionUID = 1;

    static final String NAME = "mail";

    /** Of an encoded word, RFC 2047: 75 characters take so many of a text, whatever they are. */
    private static final int WORD = 10;

    /** RFC 5322, 3.3. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss xx", Locale.ENGLISH);

    private static final Logger LOG = LoggerFactory.getLogger(MailReceiver.class);

    private static final int LINE = 76;
    private static final int PERMANENT = 500;

    /** How the connection is protected. */
    enum Protection {
        NONE,
        STARTTLS,
        TLS
    }

    private final String host;
    private final int port;
    private final Protection protection;
    private final String user;
    private final Secret password;
    private final String from;
    private final ArrayList<String> to;
    private final Duration timeout;

    /**
     * @param user empty: it does not log in
     */
    MailReceiver(
            String host,
            int port,
            Protection protection,
            String user,
            Secret password,
            String from,
            List<String> to,
            Duration timeout) {
        this.host = host;
        this.port = port;
        this.protection = protection;
        this.user = user;
        this.password = password;
        this.from = from;
        this.to = new ArrayList<>(to);
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Headers and body, all of it ASCII. */
    @Override
    public byte[] body(Alert alert, AlertText text) {
        String id = text.key(alert).replace('/', '.') + "@siphon";
        String mail =
                String.join(
                        "\r\n",
                        "From: Siphon <" + from + ">",
                        "To: " + String.join(",\r\n ", to),
                        "Date: " + DATE.format(found(alert)),
                        "Subject: " + encoded("[siphon] " + text.title(alert)),
                        "Message-ID: <" + id + ">",
                        "References: <" + text.uid(alert) + "@siphon>",
                        "Auto-Submitted: auto-generated",
                        "MIME-Version: 1.0",
                        "Content-Type: text/plain; charset=utf-8",
                        "Content-Transfer-Encoding: base64",
                        "",
                        Base64.getMimeEncoder(LINE, new byte[] {'\r', '\n'})
                                .encodeToString(
                                        (text.sentence(alert) + "\n")
                                                .getBytes(StandardCharsets.UTF_8)),
                        "");
        return mail.getBytes(StandardCharsets.US_ASCII);
    }

    private static OffsetDateTime found(Alert alert) {
        long micros = Math.max(alert.changedAt(), alert.lastAt());
        return Instant.ofEpochMilli(micros / 1000).atOffset(ZoneOffset.UTC);
    }

    /** RFC 2047: what is not ASCII, and so that no header line is longer than 78. */
    static String encoded(String text) {
        int[] points = text.codePoints().toArray();
        StringBuilder words = new StringBuilder();
        for (int from = 0; from < points.length; from += WORD) {
            String part = new String(points, from, Math.min(WORD, points.length - from));
            words.append(words.isEmpty() ? "" : "\r\n ")
                    .append("=?UTF-8?B?")
                    .append(
                            Base64.getEncoder()
                                    .encodeToString(part.getBytes(StandardCharsets.UTF_8)))
                    .append("?=");
        }
        return words.toString();
    }

    @Override
    public void send(Notification notification) throws IOException {
        AuthenticatingSMTPClient smtp =
                new AuthenticatingSMTPClient("TLS", protection == Protection.TLS);
        smtp.setEndpointCheckingEnabled(true);
        int millis = (int) timeout.toMillis();
        smtp.setConnectTimeout(millis);
        smtp.setDefaultTimeout(millis);
        try {
            smtp.connect(host, port);
            smtp.setSoTimeout(millis);
            check(smtp, SMTPReply.isPositiveCompletion(smtp.getReplyCode()));
            greet(smtp);
            check(smtp, smtp.setSender(from));
            List<IOException> refusals = recipients(smtp);
            try (Writer data = smtp.sendMessageData()) {
                check(smtp, data != null);
                data.write(new String(notification.body(), StandardCharsets.US_ASCII));
            }
            check(smtp, smtp.completePendingCommand());
            quit(smtp);
            if (!refusals.isEmpty()) {
                throw new PartlyRefusedException(
                        refusals.stream()
                                .map(Throwable::getMessage)
                                .collect(Collectors.joining("; ")));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } finally {
            if (smtp.isConnected()) {
                smtp.disconnect();
            }
        }
    }

    /**
     * One dead mailbox does not keep the mail from the others.
     *
     * @return the answers of those that were refused
     */
    private List<IOException> recipients(AuthenticatingSMTPClient smtp) throws IOException {
        List<IOException> refusals = new ArrayList<>();
        for (String address : to) {
            if (!smtp.addRecipient(address)) {
                refusals.add(refusal(smtp));
            }
        }
        if (refusals.size() == to.size()) {
            for (IOException refusal : refusals) {
                if (!(refusal instanceof RefusedException)) {
                    throw refusal; // one of them may take it later
                }
            }
            throw refusals.get(0);
        }
        return refusals;
    }

    /** The mail is taken: whatever comes now is no reason to send it again. */
    private static void quit(AuthenticatingSMTPClient smtp) {
        try {
            smtp.quit();
        } catch (IOException e) {
            LOG.debug("after the mail", e);
        }
    }

    private void greet(AuthenticatingSMTPClient smtp) throws IOException, GeneralSecurityException {
        check(smtp, smtp.elogin());
        if (protection == Protection.STARTTLS) {
            check(smtp, smtp.execTLS());
            check(smtp, smtp.elogin());
        }
        if (!user.isEmpty()) {
            check(smtp, smtp.auth(method(smtp.getReplyString()), user, password.read()));
        }
    }

    /** PLAIN (RFC 4616), where the server has it; Exchange may have LOGIN only. */
    private static AUTH_METHOD method(String greeting) {
        boolean loginOnly =
                greeting.lines()
                        .map(line -> line.toUpperCase(Locale.ROOT))
                        .filter(line -> line.matches("250[ -]AUTH[ =].*"))
                        .anyMatch(line -> line.contains("LOGIN") && !line.contains("PLAIN"));
        return loginOnly ? AUTH_METHOD.LOGIN : AUTH_METHOD.PLAIN;
    }

    private void check(AuthenticatingSMTPClient smtp, boolean done) throws IOException {
        if (!done) {
            throw refusal(smtp);
        }
    }

    private IOException refusal(AuthenticatingSMTPClient smtp) {
        String reply = String.valueOf(smtp.getReplyString()).lines().findFirst().orElse("");
        String said = password.mask(reply);
        return smtp.getReplyCode() >= PERMANENT
                ? new RefusedException(said)
                : new IOException(said);
    }
}
