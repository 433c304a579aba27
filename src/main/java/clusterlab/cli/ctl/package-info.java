/**
 * Control from another terminal: finds the running labs, and acts on one over its API.
 *
 * <pre>
 * lab ──writes──► StateFolder/NAME.json ◄──reads── ctl ──► HttpActions ──HTTP, token──► lab's admin port
 * </pre>
 */
@NullMarked
package clusterlab.cli.ctl;

import org.jspecify.annotations.NullMarked;
