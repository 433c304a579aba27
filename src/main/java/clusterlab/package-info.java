/** The composition root: {@link clusterlab.Lab} puts the parts of a lab together and ends them in reverse order. */
@NullMarked
package clusterlab;

import org.jspecify.annotations.NullMarked;
