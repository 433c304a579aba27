/**
 * A real Apache httpd as a child process, on the configuration that {@code export} generates.
 */
@NullMarked
package clusterlab.front.httpd;

import org.jspecify.annotations.NullMarked;
