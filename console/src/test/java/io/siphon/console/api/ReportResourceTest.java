package io.siphon.console.api;

import io.siphon.console.store.StoreAddress;
import io.siphon.console.store.StorePool;

import io.javalin.http.ServiceUnavailableResponse;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReportResourceTest {

    @Test
    void makesOneReportAtATime() {
        StoreAddress nowhere = new StoreAddress("jdbc:h2:mem:nowhere", "sa", "");
        try (StorePool pool = new StorePool(nowhere, 1, Duration.ofSeconds(1))) {
            ReportResource reports = new ReportResource(pool, Duration.ofMillis(1));
            AtomicInteger made = new AtomicInteger();

            reports.inTurn(
                    () -> {
                        assertThatThrownBy(() -> reports.inTurn(made::incrementAndGet))
                                .isInstanceOf(ServiceUnavailableResponse.class)
                                .hasMessage(
                                        "The console makes one report at a time; try again later.");
                        made.incrementAndGet();
                    });
            assertThat(made).hasValue(1);

            assertThatThrownBy(
                            () ->
                                    reports.inTurn(
                                            () -> {
                                                throw new IllegalStateException("failed");
                                            }))
                    .hasMessage("failed");
            reports.inTurn(made::incrementAndGet);
            assertThat(made).hasValue(2);
        }
    }
}
