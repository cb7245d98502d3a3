/**
 * The E-model: R factor and opinion score (ITU-T G.107, G.113). Thread: any thread. Imports: the
 * JDK only.
 */
package io.siphon.udf.emodel;
