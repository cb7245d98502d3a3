package io.siphon.sources.siptrace;

import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/** The surroundings of a reader that talks to nobody. */
final class Alone implements SourceReaderContext {

    @Override
    public int getIndexOfSubtask() {
        return 0;
    }

    @Override
    public SourceReaderMetricGroup metricGroup() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration getConfiguration() {
        return new Configuration();
    }

    @Override
    public String getLocalHostName() {
        return "localhost";
    }

    @Override
    public void sendSplitRequest() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sendSourceEventToCoordinator(SourceEvent event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
        throw new UnsupportedOperationException();
    }
}
