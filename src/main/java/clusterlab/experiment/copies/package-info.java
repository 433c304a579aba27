/**
 * What the nodes hold: every copy of every session, read from the nodes themselves.
 */
@NullMarked
package clusterlab.experiment.copies;

import org.jspecify.annotations.NullMarked;
