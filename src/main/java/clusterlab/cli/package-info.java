/** Commands, banner and exit codes. Imports everything; nothing imports it. */
@NullMarked
package clusterlab.cli;

import org.jspecify.annotations.NullMarked;
