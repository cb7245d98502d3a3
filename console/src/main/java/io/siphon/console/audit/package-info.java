/** Who searched, opened and exported what: one row a request, in the store or in a file. */
package io.siphon.console.audit;
