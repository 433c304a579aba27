/**
 * CATALINA_BASEs for unmodified Tomcats.
 *
 * <pre>
 * Topology, NodeSpec, Placement ──TomcatFiles──► server.xml, web.xml, context.xml, logging.properties, setenv.sh, the application
 * </pre>
 *
 * <p>Imports export, config and spec.
 */
@NullMarked
package clusterlab.export.tomcat;

import org.jspecify.annotations.NullMarked;
