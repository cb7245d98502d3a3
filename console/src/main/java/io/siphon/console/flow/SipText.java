package io.siphon.console.flow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A SIP message for people: start line, headers in their order, body. Anything has one, also what
 * is no SIP: it is shown, not judged.
 *
 * @param startLine first line
 * @param headers names as they are written; a folded header is one line
 * @param body text after the first empty line
 */
public record SipText(String startLine, List<Header> headers, String body) {

    public record Header(String name, String value) {}

    /** A message of so many headers is an attack; the rest counts as one. */
    private static final int MAX_HEADERS = 500;

    private static final Pattern STATUS = Pattern.compile("[1-6][0-9]{2}( .*)?");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern PARAMETER_END = Pattern.compile("[;,\\s]");

    /** RFC 3261, 20, and the registry of compact forms. */
    private static final Map<String, String> COMPACT =
            Map.of(
                    "v",
                    "via",
                    "f",
                    "from",
                    "t",
                    "to",
                    "i",
                    "call-id",
                    "m",
                    "contact",
                    "c",
                    "content-type",
                    "l",
                    "content-length",
                    "e",
                    "content-encoding",
                    "s",
                    "subject",
                    "k",
                    "supported");

    public static SipText of(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        int gap = 4;
        if (end < 0) {
            end = text.indexOf("\n\n");
            gap = 2;
        }
        String head = end < 0 ? text : text.substring(0, end);
        String body = end < 0 ? "" : text.substring(end + gap);
        List<String> lines = lines(head);
        List<Header> headers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            boolean folded = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            if (folded && !headers.isEmpty()) {
                Header last = headers.remove(headers.size() - 1);
                headers.add(new Header(last.name(), last.value() + " " + line.strip()));
                continue;
            }
            int colon = line.indexOf(':');
            headers.add(
                    colon < 0
                            ? new Header("", line)
                            : new Header(
                                    line.substring(0, colon).strip(),
                                    line.substring(colon + 1).strip()));
        }
        return new SipText(lines.get(0), List.copyOf(headers), body);
    }

    /** At least one. By hand: calls of thousands of messages are read while somebody waits. */
    private static List<String> lines(String head) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        int end = head.indexOf('\n');
        while (end >= 0 && lines.size() < MAX_HEADERS - 1) {
            boolean crlf = end > start && head.charAt(end - 1) == '\r';
            lines.add(head.substring(start, crlf ? end - 1 : end));
            start = end + 1;
            end = head.indexOf('\n', start);
        }
        lines.add(head.substring(start));
        return lines;
    }

    /** Value of the first header of that name, in either form; empty when there is none. */
    public String header(String name) {
        for (Header header : headers) {
            if (isNamed(header, name)) {
                return header.value();
            }
        }
        return "";
    }

    private static boolean isNamed(Header header, String name) {
        String written = header.name();
        return written.length() == 1
                ? name.equals(COMPACT.get(written.toLowerCase(Locale.ROOT)))
                : written.equalsIgnoreCase(name);
    }

    public boolean isResponse() {
        return startLine.startsWith("SIP/");
    }

    /** {@code 180 Ringing} of a response; empty for a request. */
    public String statusLine() {
        int blank = startLine.indexOf(' ');
        return isResponse() && blank > 0 ? startLine.substring(blank + 1).strip() : "";
    }

    /** 0 for a request, and where it is no number. */
    public int status() {
        String line = statusLine();
        return STATUS.matcher(line).matches() ? Integer.parseInt(line.substring(0, 3)) : 0;
    }

    /** Of a request its own; of a response that of its CSeq. */
    public String method() {
        if (isResponse()) {
            String[] cseq = BLANKS.split(header("cseq"), 2);
            return cseq.length == 2 ? cseq[1].strip() : "";
        }
        int blank = startLine.indexOf(' ');
        return blank > 0 ? startLine.substring(0, blank) : startLine;
    }

    /** Of a request; empty for a response. */
    public String requestUri() {
        String[] parts = startLine.split(" ");
        return !isResponse() && parts.length > 1 ? parts[1] : "";
    }

    public boolean hasSdp() {
        return sdp() != null;
    }

    /** Null when there is none. */
    public SdpText sdp() {
        String type = header("content-type").toLowerCase(Locale.ROOT);
        if (type.startsWith("application/sdp")) {
            return body.isBlank() ? null : SdpText.of(body);
        }
        int start = type.startsWith("multipart/") ? body.indexOf("v=0") : -1;
        return start < 0 ? null : SdpText.of(body.substring(start));
    }

    /**
     * What a retransmission has in common with what it repeats: RFC 3261, 17.2.3 and 17.1.3. Of a
     * transaction there may be several provisional responses of one status: with another session
     * description or RSeq they are others (13.3.1.1; RFC 3262, 3).
     */
    String transaction() {
        String via = header("via");
        int branch = via.toLowerCase(Locale.ROOT).indexOf("branch=");
        String id = branch < 0 ? via : PARAMETER_END.split(via.substring(branch), 2)[0];
        String key =
                String.join(
                        "\n",
                        startLine,
                        id,
                        header("cseq"),
                        tag(header("from")),
                        tag(header("to")));
        boolean provisional = status() / 100 == 1;
        return provisional ? String.join("\n", key, header("rseq"), body) : key;
    }

    private static String tag(String address) {
        int tag = address.toLowerCase(Locale.ROOT).indexOf(";tag=");
        return tag < 0 ? "" : PARAMETER_END.split(address.substring(tag + 5), 2)[0];
    }
}
