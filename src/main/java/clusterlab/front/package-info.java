/**
 * One address before the nodes.
 *
 * <pre>
 * client ──HTTP──► Balancer ──AJP + secret──► node1 … nodeN
 *                  EmbeddedBalancer           Undertow, in this JVM
 *                  HttpdBalancer              a real Apache httpd as a child process, on what export wrote
 * </pre>
 *
 * <p>A balancer finds out by itself that a node died or came back; nobody tells it. Imports spec, event and export.
 */
@NullMarked
package clusterlab.front;

import org.jspecify.annotations.NullMarked;
