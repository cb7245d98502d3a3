/**
 * Which calls are legs of one conversation: identifiers that two calls have in common, and a guess
 * by numbers, hosts and times where they have none.
 */
package io.siphon.udf.correlation;
