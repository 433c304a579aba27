package clusterlab.cluster.embedded;

import javax.naming.Context;
import org.apache.catalina.core.StandardContext;

/**
 * The context of a user's application, with its own {@code java:comp/env}.
 *
 * <p>Tomcat.enableNaming would also give each server a global naming context, of which ResourceLinkFactory has one for the JVM: a node
 * that stops while another runs fails with "Caller provided invalid global context". And {@code catalina.useNaming}, which
 * StandardContext.startInternal reads, is one property for the JVM that each new Tomcat sets to false (Tomcat.getServer).
 * The naming context of an application depends on neither (NamingContextListener).
 */
public final class NamingContext extends StandardContext {
    /** With {@code org.apache.naming.java.javaURLContextFactory}, which finds the context by the class loader. */
    private static final String PACKAGE = "org.apache.naming";

    /** Tomcat creates it by name (StandardHost.setContextClass). */
    public NamingContext() {}

    @Override
    public boolean isUseNaming() {
        return true;
    }

    /** Makes {@code java:} names known to this JVM, as Tomcat.enableNaming does. They stay known: another lab may use them. */
    static synchronized void prepare() {
        String before = System.getProperty(Context.URL_PKG_PREFIXES);
        if (before == null) {
            System.setProperty(Context.URL_PKG_PREFIXES, PACKAGE);
        } else if (!before.contains(PACKAGE)) {
            System.setProperty(Context.URL_PKG_PREFIXES, PACKAGE + ":" + before);
        }
        if (System.getProperty(Context.INITIAL_CONTEXT_FACTORY) == null) {
            System.setProperty(Context.INITIAL_CONTEXT_FACTORY, PACKAGE + ".java.javaURLContextFactory");
        }
    }
}
