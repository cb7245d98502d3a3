package io.siphon.udf.rtcp;

import io.siphon.udf.session.SessionEvent;
import io.siphon.udf.sip.SipMessage;

/** Signalling about a call's media. */
public record SessionSignal(SessionEvent event) implements RtcpEvent {

    public static SessionSignal of(SipMessage message) {
        return new SessionSignal(SessionEvent.of(message));
    }

    @Override
    public long timeMicros() {
        return event.timeMicros();
    }

    @Override
    public String key() {
        return event.callId();
    }
}
