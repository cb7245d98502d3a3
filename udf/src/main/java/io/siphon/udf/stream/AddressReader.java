package io.siphon.udf.stream;

import io.siphon.udf.sdp.Candidate;
import io.siphon.udf.sdp.Media;
import io.siphon.udf.session.SessionEvent;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads from SDP where a call has its media: once a second for each address, however many hops and
 * retransmissions say it. That one may be said twice, after a collision in the cache, changes
 * nothing.
 *
 * <p>Metric: {@code unannouncedAddresses}, beyond {@value #LIMIT} of a description.
 */
final class AddressReader extends RichFlatMapFunction<SipMessage, AddressEvent> {

    private static final long serialVersionUID = 1L;

    /** Of a description with ICE; others have one or two. */
    static final int LIMIT = 32;

    private final RecentMarks told = new RecentMarks();
    private transient Counter unannouncedAddresses;

    @Override
    public void open(OpenContext context) {
        unannouncedAddresses = getRuntimeContext().getMetricGroup().counter("unannouncedAddresses");
    }

    @Override
    public void flatMap(SipMessage m, Collector<AddressEvent> out) {
        if (m.sdp() == null || m.status() >= 300 || !SessionEvent.concerns(m)) {
            return;
        }
        List<String> addresses = new ArrayList<>(2);
        for (Media media : m.sdp().media()) {
            if (!media.isRefused()) {
                add(AddressEvent.address(media.ip(), media.port()), addresses);
                add(AddressEvent.address(media.ip(), media.port() + 1), addresses);
                add(AddressEvent.address(media.rtcpIp(), media.rtcpPort()), addresses);
                for (Candidate candidate : media.candidates()) {
                    add(AddressEvent.address(candidate.ip(), candidate.port()), addresses);
                }
            }
        }
        long second = AddressEvent.secondOf(m.timeMicros());
        for (String address : addresses) {
            if (told.isNew(31L * m.callId().hashCode() + address.hashCode(), second)) {
                out.collect(AddressEvent.announcement(address, m.timeMicros(), m.callId()));
            }
        }
    }

    private void add(@Nullable String address, List<String> to) {
        if (address == null || to.contains(address)) {
            return;
        }
        if (to.size() == LIMIT) {
            unannouncedAddresses.inc();
            return;
        }
        to.add(address);
    }
}
