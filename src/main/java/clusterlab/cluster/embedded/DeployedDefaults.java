package clusterlab.cluster.embedded;

import org.apache.catalina.Container;
import org.apache.catalina.ContainerEvent;
import org.apache.catalina.ContainerListener;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/**
 * Gives applications that HostConfig deploys what Tomcat.addWebapp gives the node's own: the default and the JSP servlet, since
 * an embedded Tomcat has no conf/web.xml.
 */
final class DeployedDefaults implements ContainerListener {
    @Override
    public void containerEvent(ContainerEvent event) {
        if (Container.ADD_CHILD_EVENT.equals(event.getType()) && event.getData() instanceof StandardContext context) {
            context.addLifecycleListener(new Tomcat.DefaultWebXmlListener());
            context.addLifecycleListener(new JspSettings(false));
        }
    }
}
