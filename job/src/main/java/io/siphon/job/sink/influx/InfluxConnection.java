package io.siphon.job.sink.influx;

import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBException;
import org.influxdb.InfluxDBFactory;
import org.influxdb.InfluxDBIOException;
import org.influxdb.dto.BatchPoints;
import org.influxdb.dto.Point;
import org.influxdb.dto.Query;
import org.influxdb.dto.QueryResult;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One client of an InfluxDB: influxdb-java, with errors that keep their HTTP status. */
final class InfluxConnection implements AutoCloseable {

    private final InfluxStore store;
    private final Dispatcher dispatcher = new Dispatcher();
    private final ConnectionPool pool = new ConnectionPool();
    private final InfluxDB influx;

    InfluxConnection(InfluxStore store) {
        this.store = store;
        OkHttpClient.Builder http =
                new OkHttpClient.Builder()
                        .dispatcher(dispatcher)
                        .connectionPool(pool)
                        .connectTimeout(Duration.ofSeconds(10))
                        .readTimeout(Duration.ofSeconds(60))
                        .writeTimeout(Duration.ofSeconds(60))
                        .addInterceptor(InfluxStatusException::check);
        influx =
                store.user().isEmpty()
                        ? InfluxDBFactory.connect(store.url(), http)
                        : InfluxDBFactory.connect(
                                store.url(), store.user(), store.password().read(), http);
        influx.enableGzip();
    }

    /**
     * @throws InfluxStatusException when it answers, and does not take all
     * @throws IOException when it cannot be reached
     */
    void write(List<Point> points) throws IOException {
        BatchPoints batch =
                BatchPoints.database(store.database())
                        .retentionPolicy(store.retentionPolicy())
                        .precision(TimeUnit.NANOSECONDS)
                        .points(points)
                        .build();
        try {
            influx.write(batch);
        } catch (InfluxDBIOException e) {
            throw (IOException) e.getCause();
        }
    }

    /**
     * Creates the database and the retention policy where they are missing; a user who may only
     * write is not asked to.
     *
     * @throws InfluxStatusException when they are missing and the user may not create them
     * @throws IOException when it cannot be reached
     */
    void create() throws IOException {
        if (!first("SHOW DATABASES").contains(store.database())) {
            first("CREATE DATABASE " + quote(store.database()));
        }
        String on = " ON " + quote(store.database());
        List<String> policies;
        try {
            policies = first("SHOW RETENTION POLICIES" + on);
        } catch (InfluxStatusException mayNotLook) {
            return;
        }
        if (!policies.contains(store.retentionPolicy())) {
            first(
                    "CREATE RETENTION POLICY "
                            + quote(store.retentionPolicy())
                            + on
                            + " DURATION INF REPLICATION 1");
        }
    }

    /** Breaks off a write that hangs in another thread. */
    void abort() {
        dispatcher.cancelAll();
    }

    @Override
    public void close() {
        influx.close();
        dispatcher.executorService().shutdown();
        pool.evictAll();
    }

    /** The first column of the answer. */
    private List<String> first(String influxQl) throws IOException {
        try {
            QueryResult.Result result =
                    influx.query(new Query(influxQl, store.database())).getResults().get(0);
            if (result.getError() != null) {
                throw new InfluxStatusException(403, result.getError());
            }
            return result.getSeries() == null || result.getSeries().get(0).getValues() == null
                    ? List.of()
                    : result.getSeries().get(0).getValues().stream()
                            .map(row -> String.valueOf(row.get(0)))
                            .toList();
        } catch (InfluxDBIOException e) {
            throw (IOException) e.getCause();
        } catch (InfluxDBException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String quote(String identifier) {
        return '"' + identifier.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
