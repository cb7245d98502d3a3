package io.siphon.udf.alert;

import java.io.Serializable;

/**
 * When calls of a trunk have too much of one trouble.
 *
 * @param min calls that have it; fewer are no alert
 * @param pct share of the calls that may have it
 */
public record Trouble(int min, int pct) implements Serializable {}
