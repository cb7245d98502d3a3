package io.siphon.job.sink.influx;

import io.siphon.job.sink.BatchTarget;
import io.siphon.job.sink.RowList;
import io.siphon.job.sink.RowRefusedException;
import io.siphon.job.sink.StoreAwayException;

import org.influxdb.dto.Point;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows as points: a batch is a request. A point that is written again replaces itself. */
final class InfluxTarget<T> implements BatchTarget<RowList<T>> {

    /** How a row becomes a point. */
    interface Points<T> {
        /** Null when there is nothing to write of it. */
        @Nullable
        Point of(T row);
    }

    private static final Logger LOG = LoggerFactory.getLogger(InfluxTarget.class);
    private static final int ROUGH_BYTES = 300;
    private static final Pattern DROPPED = Pattern.compile("dropped=(\\d{1,9})");

    private final InfluxStore store;
    private final Points<T> points;
    private final InfluxConnection connection;
    private long refused;
    private long expired;

    InfluxTarget(InfluxStore store, Points<T> points) {
        this.store = store;
        this.points = points;
        connection = new InfluxConnection(store);
    }

    @Override
    public RowList<T> batch() {
        return new RowList<>(row -> ROUGH_BYTES, row -> String.valueOf(points.of(row)));
    }

    @Override
    public void write(RowList<T> rows, int from, int to) throws Exception {
        List<Point> batch =
                rows.part(from, to).stream().map(points::of).filter(Objects::nonNull).toList();
        if (batch.isEmpty()) {
            return;
        }
        try {
            connection.write(batch);
        } catch (InfluxStatusException e) {
            judge(e, batch.size());
        } catch (IOException e) {
            throw new StoreAwayException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Logged only: InfluxDB has no place for what it does not understand. */
    @Override
    public void quarantine(RowList<T> rows, int row, RowRefusedException why) {
        if (Long.bitCount(++refused) == 1) {
            LOG.warn(
                    "{} refused {} points so far, last: {}: {}",
                    store,
                    refused,
                    why.getMessage(),
                    rows.describe(row));
        }
    }

    @Override
    public long expired() {
        return expired;
    }

    @Override
    public void abort() {
        connection.abort();
    }

    @Override
    public void close() {
        connection.close();
    }

    private void judge(InfluxStatusException e, int rows) throws Exception {
        switch (InfluxErrorClass.of(e.status(), e.getMessage())) {
            case RETRY -> throw new StoreAwayException(e.getMessage(), e);
            case REFUSE -> throw new RowRefusedException(e.getMessage(), e);
            case MISSING -> {
                create();
                throw new StoreAwayException(e.getMessage(), e);
            }
            case EXPIRED -> {
                if (expired == 0) {
                    LOG.warn("{}: {}; rowsExpired counts them", store, e.getMessage());
                }
                expired += dropped(e.getMessage(), rows);
            }
            default -> throw new IOException(store + ": " + e.getMessage(), e);
        }
    }

    /** Of an answer that does not say how many, all are taken for dropped. */
    private static long dropped(String answer, int rows) {
        Matcher said = DROPPED.matcher(answer);
        return said.find() ? Long.parseLong(said.group(1)) : rows;
    }

    private void create() throws Exception {
        try {
            connection.create();
        } catch (InfluxStatusException e) {
            throw new IOException(store + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StoreAwayException(String.valueOf(e.getMessage()), e);
        }
    }
}
