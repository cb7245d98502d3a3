package io.siphon.job.sink;

import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.SerializedThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class FlatFailureTest {

    /** What H2 throws when its disk is full: Flink's own way to look through it overflows. */
    @Test
    void endsWhereTheCausesGoRoundInCircles() {
        SQLException outer = new SQLException("General error", "HY000", 50000);
        RuntimeException inner = new IllegalStateException("Writing failed", outer);
        outer.initCause(inner);
        inner.addSuppressed(new IOException("again", outer));

        Throwable flat = FlatFailure.of(outer);

        assertThat(flat).hasMessage("java.sql.SQLException: General error");
        assertThat(flat.getCause())
                .hasMessage("java.lang.IllegalStateException: Writing failed")
                .hasNoCause()
                .hasNoSuppressedExceptions();
        assertThat(flat.getStackTrace()).isEqualTo(outer.getStackTrace());
        assertThat(ExceptionUtils.stringifyException(new SerializedThrowable(flat)))
                .contains("Writing failed");
        assertThat(ExceptionUtils.findThrowable(flat, InterruptedException.class)).isEmpty();
    }

    @Test
    void leavesWhatHasNoCircles() {
        IOException plain = new IOException("a", new SQLException("b"));
        plain.addSuppressed(new IOException("c"));

        assertThat(FlatFailure.of(plain)).isSameAs(plain);
    }

    @Test
    void leavesWhatFlinkTellsByItsClass() {
        InterruptedException interrupted = new InterruptedException();
        OutOfMemoryError memory = new OutOfMemoryError();

        assertThat(FlatFailure.of(interrupted)).isSameAs(interrupted);
        assertThat(FlatFailure.of(memory)).isSameAs(memory);
    }

    @Test
    void aBrokenStoreEndsTheJobForGood() {
        StoreBrokenException broken = new StoreBrokenException("H2 broke down");

        assertThat(FlatFailure.of(broken))
                .isInstanceOf(SuppressRestartsException.class)
                .hasCause(broken);
        assertThat(
                        ThrowableClassifier.findThrowableOfThrowableType(
                                new IOException(FlatFailure.of(broken)),
                                ThrowableType.NonRecoverableError))
                .isPresent();
    }
}
