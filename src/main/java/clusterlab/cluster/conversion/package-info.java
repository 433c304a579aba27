/**
 * Converts applications made for javax.servlet, with Tomcat's own library. {@code cluster} calls it, for such an application only: its
 * classes are not loaded otherwise.
 */
@NullMarked
package clusterlab.cluster.conversion;

import org.jspecify.annotations.NullMarked;
