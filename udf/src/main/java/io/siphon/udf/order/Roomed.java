package io.siphon.udf.order;

/** A function that has a {@link Room}, from {@code open} on; its operator counts what is in it. */
public interface Roomed {

    Room room();
}
