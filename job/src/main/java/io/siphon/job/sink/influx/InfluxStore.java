package io.siphon.job.sink.influx;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.JobConfig;
import io.siphon.sources.Secret;

import java.io.Serializable;
import java.net.URI;

/** URL, database, user and password of an InfluxDB; user and password may be empty. */
record InfluxStore(
        String url, String database, String retentionPolicy, String user, Secret password)
        implements Serializable {

    /**
     * @throws ConfigurationException when the URL is no {@code http(s)://host:port}
     */
    static InfluxStore of(JobConfig config) {
        String url = config.influx().url();
        if (!url.matches("https?://[^\\s/@]+(/\\S*)?") || !isUri(url)) {
            throw new ConfigurationException(
                    "store.influx.url: expected http://host:8086, got "
                            + url.replaceFirst("//[^/]*@", "//…@"));
        }
        return new InfluxStore(
                url,
                config.influx().database(),
                config.influx().retentionPolicy(),
                config.influx().user(),
                config.influx().secret());
    }

    /** {@code InfluxDB at http://influx.example:8086, database siphon}. */
    @Override
    public String toString() {
        return "InfluxDB at " + url + ", database " + database;
    }

    private static boolean isUri(String url) {
        try {
            return URI.create(url).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
