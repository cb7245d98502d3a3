package io.siphon.job.sink.influx;

import okhttp3.Interceptor;
import okhttp3.Response;

import java.io.IOException;

/** InfluxDB answered with an error; the library itself drops the status. */
final class InfluxStatusException extends IOException {

    private static final long serialVersionUID = 1;
    private static final long MAX_BODY = 4096;

    private final int status;

    InfluxStatusException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Throws instead of returning a 4xx or 5xx. */
    static Response check(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.code() < 400) {
            return response;
        }
        try (response) {
            throw new InfluxStatusException(
                    response.code(),
                    "%d %s"
                            .formatted(
                                    response.code(),
                                    response.peekBody(MAX_BODY)
                                            .string()
                                            .replaceFirst("^\\{\"error\":\"", "")
                                            .replaceFirst("\"}\\s*$", "")
                                            .replace("\\\"", "\"")));
        }
    }
}
