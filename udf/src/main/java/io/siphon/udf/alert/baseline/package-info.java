/**
 * Baselines: what is usual for a trunk at this hour of the week, learnt from measurements, and the
 * detectors that judge by it. Thread: task threads. Imports: schema, udf.order, udf.qos, Flink.
 */
package io.siphon.udf.alert.baseline;
