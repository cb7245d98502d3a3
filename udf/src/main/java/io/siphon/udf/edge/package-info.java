/**
 * Serializers of records on edges and in state, as compact bytes. Thread: task threads; a
 * serializer belongs to one. Imports: sources, udf.order, Flink, its internals included.
 */
package io.siphon.udf.edge;
