/**
 * Nodes in processes of their own: child JVMs with the lab's own Tomcat or an unmodified one, started from a generated
 * CATALINA_BASE, ended by real signals, controlled over a loopback connection that the agent inside opens.
 */
@NullMarked
package clusterlab.cluster.process;

import org.jspecify.annotations.NullMarked;
