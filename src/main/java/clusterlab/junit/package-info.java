/** A lab in tests with JUnit 5; the fat jar has none of it. */
@NullMarked
package clusterlab.junit;

import org.jspecify.annotations.NullMarked;
