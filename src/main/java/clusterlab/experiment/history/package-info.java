/**
 * The answers that clients got: operations, their file, and the walk through one session's requests.
 */
@NullMarked
package clusterlab.experiment.history;

import org.jspecify.annotations.NullMarked;
