/** What detectors say, before it is an alert. Thread: task threads. Imports: schema. */
package io.siphon.udf.finding;
