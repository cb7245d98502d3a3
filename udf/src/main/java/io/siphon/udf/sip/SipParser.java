package io.siphon.udf.sip;

import io.siphon.schema.BoundedText;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.Octets;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.sdp.Sdp;
import io.siphon.udf.sdp.SdpParser;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Reads SIP messages (RFC 3261) tolerantly. It keeps what is there and names what is missing or
 * damaged ({@link SipDefect}); it refuses only payloads without a start line.
 *
 * <p>{@link #parse} scans the bytes once and records positions; the accessors make text on demand.
 * One instance serves one thread. Its accessors describe the message parsed last, whose bytes must
 * not change meanwhile; after an exception they are undefined.
 *
 * <p>Lines end with CRLF or LF, or with CR where there is no LF at all. Of a header that must occur
 * once, the first one counts.
 */
public final class SipParser {

    private static final int MAX_CODE_LENGTH = 32;
    private static final int MAX_EXTRA_HEADERS = 64;

    private final SdpParser.LeftOut leftOut = new SdpParser.LeftOut();
    private final HeaderNames names;
    private final MessageScan scan;
    private final HeaderLines lines;
    private final StartLine start;
    private final NameAddress other = new NameAddress();
    private final ViaReader via = new ViaReader();
    private final BindingReader binding = new BindingReader();
    private final Explanations explanations = new Explanations();
    private final Slice part = new Slice();

    private byte[] octets = new byte[0];
    private String callId;
    private String method;
    private String fromTag;
    private String toTag;

    public SipParser() {
        this(List.of());
    }

    /**
     * @param extraHeaders names of further headers to keep, in any case; compact forms of them are
     *     found too
     */
    public SipParser(List<String> extraHeaders) {
        names = new HeaderNames(extraHeaders);
        scan = new MessageScan(names);
        lines = scan.lines;
        start = scan.start;
    }

    /** {@link #parse(byte[], int, int)} of a whole array. */
    public int parse(byte[] payload) throws PayloadException {
        return parse(payload, 0, payload.length);
    }

    /**
     * Parses the first message of this range. What follows it belongs to it too unless it is
     * another message: line ends, padding, octets beyond Content-Length.
     *
     * @return where it ends: the end of the range, or the start of the next message
     * @throws PayloadException {@code empty} for nothing but line ends and NULs, {@code
     *     no-start-line} for anything that does not begin like SIP
     */
    public int parse(byte[] payload, int offset, int length) throws PayloadException {
        Objects.checkFromIndexSize(offset, length, payload.length);
        octets = payload;
        callId = null;
        method = null;
        fromTag = null;
        toTag = null;
        scan.scan(payload, offset, offset + length);
        return scan.end;
    }

    /** Whether the capture cut what is parsed from now on, see {@link MessageScan#cut}. */
    void cut(boolean isCut) {
        scan.cut = isCut;
    }

    /** Where the message ends, see {@link #parse(byte[], int, int)}. */
    public int end() {
        return scan.end;
    }

    public boolean isRequest() {
        return start.status == 0;
    }

    /** 100..699 for a response, -1 when its code is none, 0 for a request. */
    public int status() {
        return start.status;
    }

    /** {@code 200}; of a damaged code up to 32 octets as written; empty for a request. */
    public String statusText() {
        return start.status > 0
                ? SipWords.code(start.status)
                : Octets.text(
                        octets,
                        start.code.start,
                        Math.min(start.code.end, start.code.start + MAX_CODE_LENGTH));
    }

    /** Reason phrase; empty for a request. */
    public String reason() {
        return SipWords.REASONS.text(octets, start.reason.start, start.reason.end);
    }

    /** Of a response, the method of its CSeq; empty when there is none. */
    public String method() {
        if (method == null) {
            if (isRequest()) {
                part.set(start.method.start, start.method.end);
            } else {
                cseqMethod(part);
            }
            method = SipWords.METHODS.text(octets, part.start, part.end);
        }
        return method;
    }

    private void cseqMethod(Slice found) {
        found.clear();
        int line = lines.first(SipHeader.CSEQ);
        if (line >= 0) {
            int stop = lines.end(line);
            int at = Octets.skipToBlank(octets, lines.start(line), stop);
            int begin = Octets.skipBlanks(octets, at, stop);
            found.set(begin, Octets.skipToBlank(octets, begin, stop));
        }
    }

    /** As written, without angle brackets; empty for a response. */
    public String requestUri() {
        return Octets.text(octets, start.uri.start, start.uri.end);
    }

    /** See {@link BoundedText}; so are the tags. */
    public String callId() {
        if (callId == null) {
            callId = BoundedText.id(first(SipHeader.CALL_ID));
        }
        return callId;
    }

    public String fromUri() {
        return HeaderText.of(octets, scan.from.uri);
    }

    public String fromTag() {
        if (fromTag == null) {
            fromTag = BoundedText.of(HeaderText.of(octets, scan.from.tag), BoundedText.TAG);
        }
        return fromTag;
    }

    public String toUri() {
        return HeaderText.of(octets, scan.to.uri);
    }

    /** Empty before a dialog exists. */
    public String toTag() {
        if (toTag == null) {
            toTag = BoundedText.of(HeaderText.of(octets, scan.to.tag), BoundedText.TAG);
        }
        return toTag;
    }

    /** Sequence number, below 2^32; -1 when there is none. */
    public long cseq() {
        return scan.cseq();
    }

    /** Branch of the topmost Via; empty when there is none. */
    public String branch() {
        return readTopVia() ? HeaderText.of(octets, via.branch()) : "";
    }

    /** Transport of the topmost Via as written, {@code UDP}; empty when there is none. */
    public String viaTransport() {
        return readTopVia() ? via.transport(octets) : "";
    }

    private boolean readTopVia() {
        int line = lines.first(SipHeader.VIA);
        return line >= 0 && via.readFirst(octets, lines.start(line), lines.end(line));
    }

    /** All Via values, topmost first; at most 128. */
    public Via[] vias() {
        List<Via> vias = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            if (lines.is(line, SipHeader.VIA)) {
                via.readAll(octets, lines.start(line), lines.end(line), vias);
            }
        }
        return vias.toArray(new Via[0]);
    }

    /** URI of the first Contact; {@code *} where it says so; empty when there is none. */
    public String contact() {
        return uri(SipHeader.CONTACT);
    }

    /**
     * Every Contact of a REGISTER or of its response, at most 32; empty for all others. Of a
     * response without any, but with Expires, one without a URI.
     */
    public Binding[] bindings() {
        if (!method().equals("REGISTER")) {
            return BindingReader.NONE;
        }
        int expires = lines.first(SipHeader.EXPIRES);
        long byHeader =
                expires < 0
                        ? -1
                        : BindingReader.seconds(octets, lines.start(expires), lines.end(expires));
        List<Binding> bindings = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            if (lines.is(line, SipHeader.CONTACT)) {
                binding.readAll(octets, lines.start(line), lines.end(line), byHeader, bindings);
            }
        }
        if (bindings.isEmpty() && !isRequest() && byHeader >= 0) {
            bindings.add(new Binding("", byHeader));
        }
        return bindings.toArray(BindingReader.NONE);
    }

    /** See {@link SipMessage#credentials}. */
    public boolean credentials() {
        return isRequest() && Credentials.in(octets, lines);
    }

    /** URI of the first P-Asserted-Identity; empty when there is none. */
    public String assertedIdentity() {
        return uri(SipHeader.ASSERTED_IDENTITY);
    }

    private String uri(SipHeader header) {
        int line = lines.first(header);
        if (line < 0) {
            return "";
        }
        other.read(octets, lines.start(line), lines.end(line));
        return HeaderText.of(octets, other.uri);
    }

    /** User-Agent of a request; Server, else User-Agent, of a response. */
    public String userAgent() {
        boolean server = !isRequest() && lines.first(SipHeader.SERVER) >= 0;
        return first(server ? SipHeader.SERVER : SipHeader.USER_AGENT);
    }

    /** The first Q.850 cause among all Reason values, 1..127; 0 when there is none. */
    public int q850Cause() {
        return explanations.q850Cause(octets, lines);
    }

    /** See {@link SipMessage#attestation}. */
    public String attestation() {
        return isRequest() ? Attestation.of(octets, lines) : "";
    }

    /** The other leg's Call-ID, as B2BUAs send it; empty when there is none. */
    public String xcid() {
        return first(SipHeader.X_CID);
    }

    /** X-RTP-Stat, else P-RTP-Stat, as phones put it into BYE and its 200; empty without. */
    public String rtpStat() {
        String value = first(SipHeader.X_RTP_STAT);
        return value.isEmpty() ? first(SipHeader.P_RTP_STAT) : value;
    }

    private String first(SipHeader header) {
        int line = lines.first(header);
        return line < 0 ? "" : HeaderText.of(octets, lines.start(line), lines.end(line));
    }

    /** The configured extra headers, alternating name and value, at most 64 of them. */
    public String[] headers() {
        List<String> headers = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            String name = names.extraName(lines.kind(line));
            if (name != null && headers.size() < 2 * MAX_EXTRA_HEADERS) {
                headers.add(name);
                headers.add(HeaderText.of(octets, lines.start(line), lines.end(line)));
            }
        }
        return headers.toArray(new String[0]);
    }

    /** Media type in lower case, without parameters; empty when there is none. */
    public String contentType() {
        int line = lines.first(SipHeader.CONTENT_TYPE);
        return line < 0 ? "" : SessionBody.mediaType(octets, lines.start(line), lines.end(line));
    }

    /** As the header says; -1 when it does not. It may be larger than what is there. */
    public long contentLength() {
        return scan.contentLength;
    }

    /** Where the body begins in the parsed array. */
    public int bodyStart() {
        return scan.bodyStart;
    }

    /** Where the body ends in the parsed array. */
    public int bodyEnd() {
        return scan.bodyEnd;
    }

    /** A copy of the body. */
    byte[] body() {
        return Arrays.copyOfRange(octets, scan.bodyStart, scan.bodyEnd);
    }

    /** The session description, also from inside a multipart body; null when there is none. */
    @Nullable
    public Sdp sdp() {
        leftOut.clear();
        if (scan.bodyStart >= scan.bodyEnd || lines.first(SipHeader.CONTENT_ENCODING) >= 0) {
            return null;
        }
        part.clear();
        int line = lines.first(SipHeader.CONTENT_TYPE);
        if (line >= 0) {
            int stop = lines.end(line);
            part.set(Octets.indexOf(octets, lines.start(line), stop, ';'), stop);
        }
        return SessionBody.find(octets, contentType(), part, scan.bodyStart, scan.bodyEnd, leftOut);
    }

    /** What the last {@link #sdp()} had beyond what is kept. */
    SdpParser.LeftOut leftOut() {
        return leftOut;
    }

    /** Words of {@link SipDefect}, comma separated; empty for a whole message. */
    public String missing() {
        return SipDefect.words(scan.defects);
    }

    /** Everything of it as a record that outlives this parser's next message. */
    public SipMessage toMessage(Hop hop) {
        return new SipMessage(
                hop.timeMicros(),
                hop.node(),
                hop.source(),
                hop.destination(),
                hop.trunk(),
                hop.direction(),
                hop.correlationId(),
                callId(),
                method(),
                status(),
                reason(),
                requestUri(),
                fromUri(),
                fromTag(),
                toUri(),
                toTag(),
                cseq(),
                vias(),
                contact(),
                bindings(),
                assertedIdentity(),
                userAgent(),
                q850Cause(),
                xcid(),
                headers(),
                contentType(),
                sdp(),
                missing(),
                hop.clockOffset(),
                explanations.text(octets, lines, method(), status()),
                explanations.sipCause(octets, lines, method(), status()),
                explanations.retryAfter(octets, lines, status()),
                credentials(),
                attestation());
    }
}
