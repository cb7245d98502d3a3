package io.siphon.job.sink;

import io.siphon.job.config.ErrorText;

import org.apache.flink.runtime.execution.SuppressRestartsException;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A failure as Flink can handle it: what each cause said and where, in exceptions of a class that
 * every process knows. Causes of H2 lead back to themselves, directly or through what they
 * suppressed: Flink follows them without end, and its TaskManager dies of that.
 */
final class FlatFailure extends IOException {

    private static final long serialVersionUID = 1;

    private static final int MOST_CAUSES = 20;

    private FlatFailure(Throwable original, FlatFailure cause) {
        super(original.toString(), cause);
        setStackTrace(original.getStackTrace());
    }

    /**
     * The same failure without circles; itself where it has none.
     *
     * @return an interruption and an error of the JVM as they are: Flink acts on their class
     */
    static Throwable of(Throwable failure) {
        if (failure instanceof StoreBrokenException) {
            return new SuppressRestartsException(failure);
        }
        if (failure instanceof FlatFailure
                || failure instanceof InterruptedException
                || failure instanceof VirtualMachineError
                || isTree(failure, Collections.newSetFromMap(new IdentityHashMap<>()))) {
            return failure;
        }
        List<Throwable> chain = ErrorText.chain(failure);
        FlatFailure flat = null;
        for (int i = Math.min(chain.size(), MOST_CAUSES) - 1; i >= 0; i--) {
            flat = new FlatFailure(chain.get(i), flat);
        }
        return flat;
    }

    /** Whether no cause and nothing suppressed is met twice. */
    private static boolean isTree(@Nullable Throwable failure, Set<Throwable> seen) {
        return failure == null
                || seen.add(failure)
                        && isTree(failure.getCause(), seen)
                        && Stream.of(failure.getSuppressed()).allMatch(s -> isTree(s, seen));
    }

    /** The original's class and words, rather than this class's name before them. */
    @Override
    public String toString() {
        return getMessage();
    }
}
