/**
 * Files that only the user of the lab can read, and the process that they belong to. Imports nothing of the project; event, export, cluster and the command line may
 * import it.
 */
@NullMarked
package clusterlab.files;

import org.jspecify.annotations.NullMarked;
