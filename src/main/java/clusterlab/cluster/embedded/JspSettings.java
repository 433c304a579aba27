package clusterlab.cluster.embedded;

import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.Wrapper;

/** Sets how often Jasper checks whether a JSP has changed: at every request if the user may edit the folder. */
final class JspSettings implements LifecycleListener {
    private final boolean live;

    JspSettings(boolean live) {
        this.live = live;
    }

    @Override
    public void lifecycleEvent(LifecycleEvent event) {
        // The JSP servlet exists after DefaultWebXmlListener's BEFORE_START and the application's own web.xml.
        if (Lifecycle.CONFIGURE_START_EVENT.equals(event.getType())
                && ((Context) event.getLifecycle()).findChild("jsp") instanceof Wrapper jsp) {
            // Seconds; Jasper's default is 4 (EmbeddedServletOptions.modificationTestInterval).
            jsp.addInitParameter("modificationTestInterval", live ? "0" : "2");
        }
    }
}
