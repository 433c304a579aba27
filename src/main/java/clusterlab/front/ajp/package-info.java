/**
 * The AJP client. It is our own because Undertow's has no way to send the secret that Tomcat requires by default, and does not
 * tell whether a request had left when a connection broke, which decides whether it may be sent again.
 */
@NullMarked
package clusterlab.front.ajp;

import org.jspecify.annotations.NullMarked;
