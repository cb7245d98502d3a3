package io.siphon.job.sink.jdbc;

import io.siphon.job.config.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DialectTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:/data/siphon, H2",
        "jdbc:postgresql://db/siphon, POSTGRESQL",
        "jdbc:mariadb://db/siphon, MARIADB",
        "jdbc:mysql://db/siphon, MARIADB"
    })
    void knowsItsUrls(String url, Dialect dialect) {
        assertThat(Dialect.of(url)).isEqualTo(dialect);
    }

    @Test
    void namesTheUrlsItExpectsWithoutShowingTheRest() {
        assertThatThrownBy(() -> Dialect.of("jdbc:oracle:thin:scott/tiger@db"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "store.jdbc.url: expected jdbc:h2:…, jdbc:postgresql:…, jdbc:mariadb:… or jdbc:mysql:…, got jdbc:oracle:…");
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, 08006, 0, RETRY", // connection failure
        "POSTGRESQL, 57P01, 0, RETRY", // admin shutdown
        "POSTGRESQL, 57P03, 0, RETRY", // starting up
        "POSTGRESQL, 53300, 0, RETRY", // too many connections
        "POSTGRESQL, 53100, 0, RETRY", // disk full
        "POSTGRESQL, 40P01, 0, RETRY", // deadlock
        "POSTGRESQL, 25006, 0, RETRY", // a standby
        "POSTGRESQL, 57014, 0, RETRY", // cancelled, or statement_timeout
        "POSTGRESQL, 57P05, 0, RETRY", // idle_session_timeout
        "POSTGRESQL, 25P02, 0, RETRY", // in a failed transaction
        "POSTGRESQL, 25P03, 0, RETRY", // idle_in_transaction_session_timeout
        "POSTGRESQL, 25P04, 0, RETRY", // transaction_timeout
        "POSTGRESQL, 55P03, 0, RETRY", // lock_timeout
        "POSTGRESQL, 25001, 0, FAIL", // in a transaction
        "POSTGRESQL, 22021, 0, REFUSE", // not in the character set
        "POSTGRESQL, 22001, 0, REFUSE", // too long
        "POSTGRESQL, 23514, 0, REFUSE", // CHECK
        "POSTGRESQL, 54000, 0, REFUSE", // index row too large
        "POSTGRESQL, 42P01, 0, FAIL", // no such table
        "POSTGRESQL, 42501, 0, FAIL", // permission denied
        "POSTGRESQL, 28P01, 0, FAIL", // wrong password
        "POSTGRESQL, XX000, 0, FAIL",
        "MARIADB, 08000, 0, RETRY",
        "MARIADB, 08S01, 1053, RETRY", // shutting down
        "MARIADB, HY000, 1205, RETRY", // lock wait timeout
        "MARIADB, 40001, 1213, RETRY", // deadlock
        "MARIADB, HY000, 1021, RETRY", // disk full
        "MARIADB, 70100, 1927, RETRY", // connection killed
        "MARIADB, HY000, 1290, RETRY", // read-only
        "MARIADB, HY000, 1114, RETRY", // table full
        "MARIADB, HY000, 1026, RETRY", // file not written
        "MARIADB, 70100, 1317, RETRY", // query killed
        "MARIADB, 70100, 1969, RETRY", // max_statement_time
        "MARIADB, HY000, 3024, RETRY", // max_execution_time, in MySQL
        "MARIADB, HY000, 2006, RETRY", // gone
        "MARIADB, HY000, 2013, RETRY", // lost
        "MARIADB, HY000, 1366, REFUSE", // incorrect string value
        "MARIADB, 22007, 1366, REFUSE",
        "MARIADB, 23000, 4025, REFUSE", // CHECK
        "MARIADB, HY000, 3819, REFUSE", // CHECK, in MySQL
        "MARIADB, 42S02, 1146, FAIL", // no such table
        "MARIADB, 42000, 1142, FAIL", // permission denied
        "MARIADB, 28000, 1045, FAIL", // wrong password
        "H2, 90098, 90098, LOST", // closed
        "H2, 90067, 90067, LOST", // connection broken
        "H2, 90028, 90028, LOST", // file trouble
        "H2, 57014, 57014, RETRY", // cancelled
        "H2, 90020, 90020, RETRY", // in use by another process
        "H2, HYT00, 50200, RETRY", // lock timeout
        "H2, 40001, 40001, RETRY", // deadlock
        "H2, 23513, 23513, REFUSE", // CHECK
        "H2, 22001, 22001, REFUSE", // too long
        "H2, 42S02, 42102, FAIL", // no such table
    })
    void judgesByStateAndCode(Dialect dialect, String state, int code, ErrorClass verdict) {
        assertThat(dialect.judge(new SQLException("", state, code))).isEqualTo(verdict);
    }

    /** As H2 has it when its disk is full: its store says so, and it closes. */
    @Test
    void knowsAStoreOfH2sThatBrokeDownWhateverGoesRoundInCircles() {
        SQLException circular =
                new SQLException(
                        "General error: \"org.h2.mvstore.MVStoreException: Writing failed\"",
                        "HY000",
                        50000);
        circular.initCause(new IllegalStateException("Writing failed", circular));

        assertThat(Dialect.H2.judge(circular)).isEqualTo(ErrorClass.LOST);
        assertThat(Dialect.H2.judge(new SQLException("General error", "HY000", 50000)))
                .isEqualTo(ErrorClass.FAIL);
    }

    @Test
    void looksForTheStateInTheChain() {
        BatchUpdateException batch = new BatchUpdateException(new int[0]);
        batch.setNextException(new SQLException("closed", "08003"));

        assertThat(Dialect.POSTGRESQL.judge(batch)).isEqualTo(ErrorClass.RETRY);
    }

    @Test
    void looksForTheStateInTheCauses() {
        BatchUpdateException batch = new BatchUpdateException(new int[0]);
        batch.initCause(new SQLException("Connection is closed", "08000"));

        assertThat(Dialect.MARIADB.judge(batch)).isEqualTo(ErrorClass.RETRY);
    }

    @Test
    void retriesAfterATimeoutThatHasNoState() {
        assertThat(Dialect.MARIADB.judge(new SQLException(new SocketTimeoutException())))
                .isEqualTo(ErrorClass.RETRY);
    }

    @Test
    void failsOnAnErrorWithoutAState() {
        assertThat(Dialect.H2.judge(new SQLException("?"))).isEqualTo(ErrorClass.FAIL);
    }
}
