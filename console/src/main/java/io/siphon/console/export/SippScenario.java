package io.siphon.console.export;

import io.siphon.console.flow.Arrow;
import io.siphon.console.flow.Flow;
import io.siphon.console.flow.SipText;

import java.util.Locale;
import java.util.Set;

/**
 * The caller's side of a conversation's first hop as a SIPp scenario (SIPp 3.6). Addresses, tags,
 * branches, Call-IDs and lengths are SIPp's keywords, so that it runs against any server; what the
 * wire says otherwise is copied only where SIPp and XML cannot take it for their own.
 */
public final class SippScenario {

    /** Shorter times are those of the network. */
    private static final long MIN_PAUSE_MS = 100;

    private static final long MAX_PAUSE_MS = 600_000;

    /** Written by keywords, or true only of the way that the message took. */
    private static final Set<String> REPLACED =
            Set.of(
                    "via",
                    "v",
                    "from",
                    "f",
                    "to",
                    "t",
                    "call-id",
                    "i",
                    "cseq",
                    "contact",
                    "m",
                    "max-forwards",
                    "content-length",
                    "l",
                    "content-type",
                    "c",
                    "route",
                    "record-route",
                    "authorization",
                    "proxy-authorization",
                    "content-encoding",
                    "e",
                    "identity");

    private final Arrow first;
    private static final String OPTIONAL = " optional=\"true\"";

    private final StringBuilder xml = new StringBuilder();

    /** Where the last command says that it is optional; -1 where it is not. */
    private int optional = -1;

    /** Commands so far, and that of the last INVITE. */
    private int commands;

    private int invite;
    private int finalStatus;
    private boolean challenged;

    private SippScenario(Arrow first) {
        this.first = first;
    }

    /** Of a flow that has messages. */
    public static String of(Flow flow) {
        SippScenario scenario = new SippScenario(flow.arrows().get(0));
        scenario.write(flow);
        return scenario.xml.toString();
    }

    private void write(Flow flow) {
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<!DOCTYPE scenario SYSTEM \"sipp.dtd\">\n");
        xml.append("<!-- sipp -sf FILE -s NUMBER -m 1 HOST:PORT; where it is challenged: -au USER");
        xml.append(" -ap PASSWORD -->\n<scenario name=\"Siphon\">\n");
        long before = first.timeMicros();
        for (Arrow arrow : flow.arrows()) {
            boolean forth = arrow.from() == first.from() && arrow.to() == first.to();
            boolean back = arrow.from() == first.to() && arrow.to() == first.from();
            if (arrow.retransmission() > 0 || !forth && !back) {
                continue;
            }
            if (forth) {
                demandLast();
                pause((arrow.timeMicros() - before) / 1000);
                send(arrow);
            } else {
                receive(arrow);
            }
            before = arrow.timeMicros();
        }
        xml.append("</scenario>\n");
    }

    /** SIPp loads no scenario that goes on by itself after what need not come. */
    private void demandLast() {
        if (optional >= 0) {
            xml.delete(optional, optional + OPTIONAL.length());
            optional = -1;
        }
    }

    private void pause(long millis) {
        if (millis >= MIN_PAUSE_MS) {
            xml.append("  <pause milliseconds=\"")
                    .append(Math.min(millis, MAX_PAUSE_MS))
                    .append("\"/>\n");
            commands++;
        }
    }

    private void receive(Arrow arrow) {
        optional = -1;
        if (arrow.isRequest()) {
            xml.append("  <recv request=\"").append(token(arrow.method())).append("\"/>\n");
        } else {
            int status = arrow.status();
            xml.append("  <recv response=\"").append(status).append('"');
            if (status < 200) {
                optional = xml.length();
                xml.append(OPTIONAL);
            } else if (arrow.method().equals("INVITE")) {
                finalStatus = status;
                xml.append(status < 300 ? " rrs=\"true\"" : "");
            }
            if (status == 401 || status == 407) {
                challenged = true;
                xml.append(" auth=\"true\"");
            }
            xml.append("/>\n");
        }
        commands++;
    }

    private void send(Arrow arrow) {
        SipText text = SipText.of(arrow.trace().payload());
        boolean again = arrow.isRequest() && !arrow.method().equals("ACK");
        xml.append(again ? "  <send retrans=\"500\">\n" : "  <send>\n").append("    <![CDATA[\n\n");
        if (arrow.isRequest()) {
            request(arrow, text);
        } else {
            line("SIP/2.0 " + arrow.status() + " " + phrase(text));
            for (String name : new String[] {"Via", "From", "To", "Call-ID", "CSeq"}) {
                line("[last_" + name + ":]");
            }
        }
        line("Contact: <sip:siphon@[local_ip]:[local_port];transport=[transport]>");
        for (SipText.Header header : text.headers()) {
            if (isCopied(header)) {
                line(header.name() + ": " + header.value());
            }
        }
        String sdp = text.sdp() == null ? "" : sdp(text.body());
        line(sdp.isEmpty() ? "Content-Length: 0" : "Content-Type: application/sdp");
        if (!sdp.isEmpty()) {
            line("Content-Length: [len]");
        }
        xml.append('\n').append(sdp).append("    ]]>\n  </send>\n");
        commands++;
    }

    private void request(Arrow arrow, SipText text) {
        String method = token(arrow.method());
        boolean inDialog = finalStatus >= 200 && finalStatus < 300;
        if (method.equals("INVITE") && !inDialog) {
            invite = commands;
            finalStatus = 0;
        }
        // RFC 3261, 9.1 and 17.1.1.3: those belong to the transaction of the INVITE
        boolean ofInvite = method.equals("CANCEL") || method.equals("ACK") && finalStatus >= 300;
        String branch = ofInvite ? "[branch-" + (commands - invite) + "]" : "[branch]";
        String remote = "sip:[service]@[remote_ip]:[remote_port]";
        line(method + " " + (inDialog ? "[next_url]" : remote) + " SIP/2.0");
        line("Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=" + branch);
        if (inDialog) {
            line("[routes]");
        }
        line("From: <sip:" + user(text) + "@[local_ip]:[local_port]>;tag=[pid]siphon[call_number]");
        line("To: <" + remote + ">" + (method.equals("CANCEL") ? "" : "[peer_tag_param]"));
        line("Call-ID: [call_id]");
        line("CSeq: " + number(text) + " " + method);
        line("Max-Forwards: 70");
        if (challenged
                && (!text.header("authorization").isEmpty()
                        || !text.header("proxy-authorization").isEmpty())) {
            line("[authentication]");
        }
    }

    private void line(String text) {
        xml.append("      ").append(text).append('\n');
    }

    /** Addresses and ports are those of SIPp. */
    private static String sdp(String body) {
        StringBuilder sdp = new StringBuilder();
        for (String line : body.split("\r?\n")) {
            if (line.startsWith("c=")) {
                sdp.append("      c=IN IP[media_ip_type] [media_ip]\n");
            } else if (line.startsWith("o=")) {
                sdp.append("      o=siphon 1 1 IN IP[local_ip_type] [local_ip]\n");
            } else if (line.startsWith("m=") && isPlain(line)) {
                sdp.append("      ")
                        .append(line.replaceFirst("^(m=\\S+) [1-9][0-9]*", "$1 [media_port]"))
                        .append('\n');
            } else if (!line.isBlank() && isPlain(line) && !line.matches("a=(rtcp|candidate):.*")) {
                sdp.append("      ").append(line).append('\n');
            }
        }
        return sdp.toString();
    }

    private static boolean isCopied(SipText.Header header) {
        return header.name().matches("[A-Za-z0-9.!%*_+`'~-]{1,64}")
                && !REPLACED.contains(header.name().toLowerCase(Locale.ROOT))
                && isPlain(header.value());
    }

    /** What neither XML nor SIPp takes for something else. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127 && "[]\\".indexOf(c) < 0);
    }

    private static String token(String method) {
        return method.matches("[A-Z]{1,20}") ? method : "OPTIONS";
    }

    private static String phrase(SipText text) {
        String line = text.statusLine();
        return line.length() > 4 && isPlain(line) ? line.substring(4) : "";
    }

    private static String user(SipText text) {
        String user =
                text.header("from").replaceFirst("(?s)^.*?sips?:([A-Za-z0-9+._-]{1,64})@.*$", "$1");
        return user.matches("[A-Za-z0-9+._-]{1,64}") ? user : "siphon";
    }

    private static String number(SipText text) {
        String number = text.header("cseq").split("\\s+", 2)[0];
        return number.matches("[0-9]{1,9}") ? number : "1";
    }
}
