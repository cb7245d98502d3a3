package io.siphon.udf.alert;

import java.io.Serializable;

/** Thresholds of the detectors that are {@link TroubledCalls}. */
public record Troubles(Trouble falseAnswer, Trouble oneWay, Trouble noMedia, Trouble sentAgain)
        implements Serializable {}
