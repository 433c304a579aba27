/**
 * The HTTP/1.1 client of load and experiments. It is our own because it must never send a request twice: the JDK's clients and
 * pooled libraries send again when a kept-alive connection ends, and a counter would count that twice. Imports the JDK only.
 */
@NullMarked
package clusterlab.http;

import org.jspecify.annotations.NullMarked;
