package clusterlab.agent;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.core.StandardContext;
import org.jspecify.annotations.Nullable;

/**
 * A listener of the application: notes which attributes of sessions a request sets and removes. Its interface is looked up by
 * name, since it is {@code javax} in Tomcat 9.0 and {@code jakarta} since 10. Tomcat also calls it on the nodes that a change
 * reaches (DeltaRequest.execute), in a thread that has no request, where it does nothing.
 */
final class AttributeSets implements InvocationHandler {
    private static final List<String> PACKAGES = List.of("jakarta.servlet.http.", "javax.servlet.http.");

    private volatile @Nullable Method name;

    private AttributeSets() {}

    /** Listens to the sessions of this application from its next start on. */
    static void listen(Context context) {
        context.addLifecycleListener(event -> {
            if (Lifecycle.CONFIGURE_START_EVENT.equals(event.getType())) {
                ((StandardContext) context).addApplicationEventListener(proxy());
            }
        });
    }

    private static Object proxy() {
        ClassLoader loader = Context.class.getClassLoader();
        for (String name : PACKAGES) {
            try {
                Class<?> listener = Class.forName(name + "HttpSessionAttributeListener", false, loader);
                return Proxy.newProxyInstance(loader, new Class<?>[] {listener}, new AttributeSets());
            } catch (ClassNotFoundException otherVersion) {
                // The next name.
            }
        }
        throw new IllegalStateException("Tomcat has no HttpSessionAttributeListener");
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws ReflectiveOperationException {
        switch (method.getName()) {
            case "attributeAdded":
            case "attributeReplaced":
            case "attributeRemoved":
                if (arguments != null) {
                    SessionTouches.set(String.valueOf(name(arguments[0]).invoke(arguments[0])));
                }
                return null;
            case "equals":
                return arguments != null && proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "toString":
                return "cluster-lab's listener of attributes";
            default:
                return null;
        }
    }

    private Method name(Object event) throws NoSuchMethodException {
        Method known = name;
        if (known == null) {
            known = event.getClass().getMethod("getName");
            name = known;
        }
        return known;
    }
}
