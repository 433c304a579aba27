/**
 * The front: one address for all nodes.
 *
 * <pre>
 * client ──HTTP──► Balancer ──AJP + secret──► node1 … nodeN
 *                  EmbeddedBalancer           Undertow, in this JVM
 *                  HttpdBalancer              a real Apache httpd as a child process, with the files of export
 * </pre>
 *
 * <p>Embedded: {@code FrontHandler} rejects invalid requests, {@code Forward} forwards a request, {@code Attempt} is one try
 * on one node over an {@code AjpConnection}. {@code Election} chooses the node, {@code RetryPolicy} decides on another try.
 * {@code HealthProbe} detects dead and frozen nodes before a client's request reaches them.
 *
 * <p>A balancer itself detects that a node died or came back; the lab does not report it. Imports spec, event and export.
 */
@NullMarked
package clusterlab.front;

import org.jspecify.annotations.NullMarked;
