package io.siphon.bench.lab;

/**
 * What a {@link MediaEndpoint} says about the stream that it receives.
 *
 * @param fractionLost of 256
 * @param jitter in units of the codec's clock: 8 a ms
 * @param roundTripMs what whoever reads its reports works out from their times
 */
public record MediaQuality(int fractionLost, int jitter, int roundTripMs) {

    public double lossPercent() {
        return fractionLost * 100.0 / 256;
    }

    public double jitterMs() {
        return jitter / 8.0;
    }
}
