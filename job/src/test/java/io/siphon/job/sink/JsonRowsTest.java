package io.siphon.job.sink;

import io.siphon.schema.CallChange;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.Severity;
import io.siphon.schema.Tables;
import io.siphon.schema.Uids;

import org.junit.jupiter.api.Test;

import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class JsonRowsTest {

    private static final Uids UIDS = Uids.of("a secret");

    private static final String NO_MEDIA =
            "'from_%1$s_origin':'','from_%1$s_mos_min':null,'from_%1$s_mos_mean':null,"
                    + "'from_%1$s_loss_max_pct':null,'from_%1$s_loss_mean_pct':null,"
                    + "'from_%1$s_jitter_max_ms':null,'from_%1$s_jitter_mean_ms':null,";

    @Test
    void aCallHasTheColumnsOfItsTable() {
        String json =
                new String(
                        new JsonRows<>(Tables.CALLS.with(UIDS))
                                .json(Samples.call("a\"1", CallChange.ANSWERED)),
                        UTF_8);
        assertThat(json)
                .isEqualTo(
                        "{'call_id':'a\\\"1','caller':'alice','callee':'bob','from_tag':'from-1',"
                                        .replace('\'', '"')
                                + ("'to_tag':'to-1','source':'udp:192.0.2.1:5060',"
                                                + "'destination':'udp:192.0.2.2:5060','node':'proxy-1',"
                                                + "'trunk':'carrier-a','direction':'in',"
                                                + "'started_at':'2026-03-01T12:00:00.123456Z',"
                                                + "'ringing_at':null,"
                                                + "'answered_at':'2026-03-01T12:00:02.123456Z',"
                                                + "'ended_at':null,'pdd_ms':2000,'setup_ms':2000,"
                                                + "'duration_ms':null,'outcome':'in_progress',"
                                                + "'final_status':200,'q850_cause':null,"
                                                + "'released_by':'','user_agent':'phone/1.0',"
                                                + "'codecs':'PCMA,opus','correlation_id':'','reason':'OK','retries':0,'clock_offset_ms':0,"
                                                + "'conversation_id':'leg-1@example.org','leg':2,'media_verdict':'',"
                                                + NO_MEDIA.formatted("caller")
                                                + NO_MEDIA.formatted("callee")
                                                + "'cause':'','cause_text':'',"
                                                + "'retransmissions':0,'attestation':''}")
                                        .replace('\'', '"'));
    }

    @Test
    void numbersAreNumbersAndBytesAreBase64() {
        String json =
                new String(
                        new JsonRows<>(Tables.MEASUREMENTS.with(UIDS))
                                .json(Samples.measurement(Map.of("count", 3.0, "mean", 1.5))),
                        UTF_8);
        assertThat(json)
                .startsWith("{\"name\":\"call_duration_s\",\"window_start\":\"2026-03-01T12:00:00")
                .contains("\"count\":3,", "\"mean\":1.5,", "\"p95\":null,", "\"sketch\":\"AQID\"}");
    }

    @Test
    void whatIsNoNumberIsNull() {
        String json =
                new String(
                        new JsonRows<>(Tables.STREAMS.with(UIDS)).json(Samples.stream(7, false)),
                        UTF_8);
        assertThat(json)
                .contains("\"mos\":null", "\"ended_at\":null", "\"by_sdp\":1", "\"loss_pct\":1.0")
                .containsPattern("\"uid\":\"[0-9a-f]{8}-[0-9a-f-]{27}\"");
    }

    @Test
    void anAlertSaysWhatWasFoundAndWhatMayBe() {
        String json =
                new String(
                        new JsonRows<>(Tables.ALERTS.with(UIDS))
                                .json(Samples.alert("carrier-a", Severity.CRITICAL)),
                        UTF_8);
        assertThat(json)
                .startsWith(
                        "{'detector':'call_failures','severity':'critical','node':'proxy-1','subject':'carrier-a','state':'open','opened_at':'2026-03-01T12:00:00.000000Z','last_at':'2026-03-01T12:01:00.000000Z','changed_at':'2026-03-01T12:00:00.000000Z','closed_at':null,'peak':42.0,'threshold':20.0,'windows':1,'reopened':0,'count':100,'suppressed_by':'','message':'42.0 % of 100 calls of trunk carrier-a failed in the network','uid':'"
                                .replace('\'', '"'));
    }

    @Test
    void registrationsAndWhatRtcpTellsHaveTheColumnsOfTheirTables() {
        assertThat(
                        new String(
                                new JsonRows<>(Tables.REGISTRATIONS.with(UIDS))
                                        .json(Samples.registration("r1", RegistrationChange.ENDED)),
                                UTF_8))
                .startsWith("{\"aor\":\"sip:alice@example.org\",\"call_id\":\"r1\",\"cseq\":1,")
                .contains("\"outcome\":\"accepted\"", "\"delay_ms\":42", "\"lapsed_at\":null");
        assertThat(
                        new String(
                                new JsonRows<>(Tables.REPORTED_STREAMS.with(UIDS))
                                        .json(Samples.reported(7)),
                                UTF_8))
                .contains("\"ssrc\":7", "\"mos_mean\":4.25", "\"rtt_mean_ms\":null");
    }
}
