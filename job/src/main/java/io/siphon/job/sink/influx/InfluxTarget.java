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
            judge(e);
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
    public void abort() {
        connection.abort();
    }

    @Override
    public void close() {
        connection.close();
    }

    private void judge(InfluxStatusException e) throws Exception {
        switch (InfluxErrorClass.of(e.status(), e.getMessage())) {
            case RETRY -> throw new StoreAwayException(e.getMessage(), e);
            case REFUSE -> throw new RowRefusedException(e.getMessage(), e);
            case MISSING -> {
                create();
                throw new StoreAwayException(e.getMessage(), e);
            }
            case EXPIRED -> {
                if (Long.bitCount(++expired) == 1) {
                    LOG.warn("{}, {} requests so far: {}", store, expired, e.getMessage());
                }
            }
            default -> throw new IOException(store + ": " + e.getMessage(), e);
        }
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
