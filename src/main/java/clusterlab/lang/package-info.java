/** The languages of what users read: an English sentence in the code is the key of its translation, as in gettext. */
@NullMarked
package clusterlab.lang;

import org.jspecify.annotations.NullMarked;
