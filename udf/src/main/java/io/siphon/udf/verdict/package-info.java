/**
 * Why a call ended as it did: what is noted of it while it lasts, and one rule a file that judges
 * it at its end. Thread: task threads, one call at a time. Imports: schema, udf.edge, udf.payload.
 */
package io.siphon.udf.verdict;
