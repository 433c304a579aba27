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

    private volatile @Nullable Accessors accessors;

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
                if (arguments != null && SessionTouches.inRequest()) {
                    note(arguments[0], method.getName().equals("attributeReplaced"));
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

    /** The value of the event is the one before, if it was replaced (StandardSession.setAttribute). */
    private void note(Object event, boolean replaced) throws ReflectiveOperationException {
        Accessors to = accessors;
        if (to == null) {
            to = new Accessors(event.getClass());
            accessors = to;
        }
        String name = String.valueOf(to.name.invoke(event));
        SessionTouches.set(name);
        if (replaced) {
            Object before = to.value.invoke(event);
            Object now = to.attribute.invoke(to.session.invoke(event), name);
            if (before != null && now != null && before.getClass() != now.getClass()) {
                String former = AttributeReader.family(before);
                if (!former.equals(AttributeReader.family(now))) {
                    SessionTouches.replaced(name, former);
                }
            }
        }
    }

    /** The methods of an HttpSessionBindingEvent and its session. */
    private static final class Accessors {
        private final Method name;
        private final Method value;
        private final Method session;
        private final Method attribute;

        private Accessors(Class<?> event) throws NoSuchMethodException {
            name = event.getMethod("getName");
            value = event.getMethod("getValue");
            session = event.getMethod("getSession");
            // The interface's method: the facade's class need not be accessible.
            attribute = session.getReturnType().getMethod("getAttribute", String.class);
        }
    }
}
