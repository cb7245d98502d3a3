package io.siphon.console.report;

import java.util.PriorityQueue;

/**
 * How many calls are up, from one to the next: they come in order of their answer. A call that ends
 * in the µs in which another is answered is not up beside it. In memory are those that are up.
 */
final class ConcurrentCalls {

    private final PriorityQueue<Long> ends = new PriorityQueue<>();

    /**
     * Takes a call that is up from one time to another, epoch µs.
     *
     * @return how many are up at its beginning, it among them
     */
    int begin(long from, long to) {
        int others = at(from);
        ends.add(to);
        return others + 1;
    }

    /**
     * @param micros not before what was asked for last
     */
    int at(long micros) {
        while (!ends.isEmpty() && ends.peek() <= micros) {
            ends.remove();
        }
        return ends.size();
    }
}
