package clusterlab.agent;

import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;

/**
 * Makes an application distributable in spite of its descriptors. ContextConfig sets the flag at the same event
 * (ContextConfig.configureContext), as an earlier listener of the context; StandardContext.startInternal reads it after that
 * event, when it makes the manager.
 */
public final class ForcedDistributable implements LifecycleListener {
    @Override
    public void lifecycleEvent(LifecycleEvent event) {
        if (Lifecycle.CONFIGURE_START_EVENT.equals(event.getType())) {
            ((Context) event.getLifecycle()).setDistributable(true);
        }
    }
}
