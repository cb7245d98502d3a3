package io.siphon.job.config;

import io.siphon.sources.Secret;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.util.List;

/** {@code notify.mail.*}: alerts by mail. */
public record MailSection(
        @Nullable String server,
        String protection,
        String user,
        String password,
        @Nullable String passwordFile,
        String from,
        List<String> to)
        implements Section {

    /** Of {@code notify.mail.protection}. */
    private static final List<String> PROTECTIONS = List.of("none", "starttls", "tls");

    private static final String ADDRESS = "[!-;=?A-~]+@[A-Za-z0-9.\\[\\]:-]+";

    public static final ConfigOption<String> SERVER =
            ConfigOptions.key("notify.mail.server")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "SMTP server, `host:port`, to which each alert that opens, gets worse or"
                                    + " closes is sent.");

    public static final ConfigOption<String> PROTECTION =
            ConfigOptions.key("notify.mail.protection")
                    .stringType()
                    .defaultValue("starttls")
                    .withDescription(
                            "`starttls` (port 587), `tls` (port 465) or `none` (a server on this"
                                    + " machine). The server's certificate must match its name.");

    public static final ConfigOption<String> USER =
            ConfigOptions.key("notify.mail.user")
                    .stringType()
                    .defaultValue("")
                    .withDescription("User to log in as; empty: no log-in.");

    public static final ConfigOption<String> PASSWORD =
            ConfigOptions.key("notify.mail.password")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Password of that user. Prefer a file, or"
                                    + " `SIPHON_NOTIFY_MAIL_PASSWORD` in the environment.");

    public static final ConfigOption<String> PASSWORD_FILE =
            ConfigOptions.key("notify.mail.password-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File whose first line is that password. On a cluster each TaskManager"
                                    + " reads its own copy.");

    public static final ConfigOption<String> FROM =
            ConfigOptions.key("notify.mail.from")
                    .stringType()
                    .defaultValue("")
                    .withDescription("Address of the sender.");

    public static final ConfigOption<List<String>> TO =
            ConfigOptions.key("notify.mail.to")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription("Addresses of the recipients, separated by semicolons.");

    static MailSection from(Configuration configuration) {
        return new MailSection(
                configuration.get(SERVER),
                configuration.get(PROTECTION),
                configuration.get(USER),
                configuration.get(PASSWORD),
                configuration.get(PASSWORD_FILE),
                configuration.get(FROM),
                configuration.get(TO));
    }

    public Secret secret() {
        return login().secret();
    }

    /** Where the server is. */
    public BindAddress address() {
        return BindAddress.of(SERVER, String.valueOf(server));
    }

    private Password login() {
        return new Password(PASSWORD, password, passwordFile);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "MailSection[server=" + server + ", to=" + to + "]";
    }

    @Override
    public void check(Mistakes mistakes) {
        login().check(SERVER, null, mistakes);
        if (server == null) {
            return;
        }
        mistakes.parse(this::address);
        if (!PROTECTIONS.contains(protection)) {
            mistakes.add(
                    PROTECTION,
                    "expected %s, got %s".formatted(String.join(", ", PROTECTIONS), protection));
        }
        if (!user.isEmpty() && protection.equals("none")) {
            mistakes.add(PROTECTION, "expected starttls or tls with a user, got none");
        }
        if (!from.matches(ADDRESS)) {
            mistakes.add(FROM, "expected an address like siphon@example.net, got " + from);
        }
        if (to.isEmpty() || !to.stream().allMatch(address -> address.matches(ADDRESS))) {
            mistakes.add(TO, "expected addresses like noc@example.net, got " + to);
        }
    }
}
