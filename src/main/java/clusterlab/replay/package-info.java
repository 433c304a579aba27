/** What happened in a lab as one HTML file: a recorder that samples the lab, and the page with its slider. */
@NullMarked
package clusterlab.replay;

import org.jspecify.annotations.NullMarked;
