/**
 * One address before the nodes.
 *
 * <pre>
 * client ──HTTP──► Balancer ──AJP + secret──► node1 … nodeN
 *                  EmbeddedBalancer           Undertow, in this JVM
 *                  HttpdBalancer              a real Apache httpd as a child process, on what export wrote
 * </pre>
 *
 * <p>Embedded: {@code FrontHandler} turns away what cannot pass, {@code Forward} carries a request, {@code Attempt} is one try
 * of it on one node over an {@code AjpConnection}; {@code Election} and {@code RetryPolicy} decide where to and whether
 * again; {@code HealthProbe} finds the dead and the frozen before a client does.
 *
 * <p>A balancer finds out by itself that a node died or came back; nobody tells it. Imports spec, event and export.
 */
@NullMarked
package clusterlab.front;

import org.jspecify.annotations.NullMarked;
