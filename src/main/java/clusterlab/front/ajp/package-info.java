/**
 * The AJP client. It is our own because Undertow's client cannot send the secret that Tomcat requires by default. Undertow's
 * client also does not report whether it had sent a request when a connection broke; a resend depends on this.
 */
@NullMarked
package clusterlab.front.ajp;

import org.jspecify.annotations.NullMarked;
