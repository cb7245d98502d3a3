package io.siphon.udf.sip.peer;

import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.sip.SipParser;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import io.pkts.buffer.Buffer;
import io.pkts.packet.sip.SipMessage;

import java.io.IOException;
import java.text.ParseException;
import java.util.function.Supplier;

/** A SIP parser, asked for the same fields as the others. */
public enum SipReader {
    SIPHON(OfSiphon::new),
    PKTS(() -> SipReader::pkts),
    JAIN(OfJain::new);

    /** A message read; one instance serves one thread. */
    public interface Fields {
        DialogFields of(byte[] message) throws PayloadException, ParseException, IOException;
    }

    private final Supplier<Fields> reader;

    SipReader(Supplier<Fields> reader) {
        this.reader = reader;
    }

    public Fields reader() {
        return reader.get();
    }

    private static final class OfSiphon implements Fields {

        private final SipParser parser = new SipParser();

        @Override
        public DialogFields of(byte[] message) throws PayloadException {
            parser.parse(message);
            int status = parser.status();
            return new DialogFields(
                    parser.callId(),
                    parser.fromUri(),
                    parser.fromTag(),
                    parser.toUri(),
                    parser.toTag(),
                    parser.cseq(),
                    parser.method(),
                    parser.branch(),
                    status == 0 ? parser.requestUri() : null,
                    status);
        }
    }

    private static final class OfJain implements Fields {

        private final StringMsgParser parser = new StringMsgParser();

        @Override
        public DialogFields of(byte[] message) throws ParseException {
            SIPMessage sip = parser.parseSIPMessage(message, true, false, null);
            String toTag = sip.getToTag();
            return new DialogFields(
                    sip.getCallId().getCallId(),
                    sip.getFrom().getAddress().getURI().toString(),
                    sip.getFromTag(),
                    sip.getTo().getAddress().getURI().toString(),
                    toTag == null ? "" : toTag,
                    sip.getCSeq().getSeqNumber(),
                    sip.getCSeq().getMethod(),
                    sip.getTopmostVia().getBranch(),
                    sip instanceof SIPRequest request ? request.getRequestURI().toString() : null,
                    sip instanceof SIPResponse response ? response.getStatusCode() : 0);
        }
    }

    private static DialogFields pkts(byte[] message) throws IOException {
        SipMessage sip = SipMessage.frame(message);
        Buffer toTag = sip.getToHeader().getTag();
        return new DialogFields(
                sip.getCallIDHeader().getCallId().toString(),
                sip.getFromHeader().getAddress().getURI().toString(),
                sip.getFromHeader().getTag().toString(),
                sip.getToHeader().getAddress().getURI().toString(),
                toTag == null ? "" : toTag.toString(),
                sip.getCSeqHeader().getSeqNumber(),
                sip.getCSeqHeader().getMethod().toString(),
                sip.getViaHeader().getBranch().toString(),
                sip.isRequest() ? sip.toRequest().getRequestUri().toString() : null,
                sip.isResponse() ? sip.toResponse().getStatus() : 0);
    }
}
