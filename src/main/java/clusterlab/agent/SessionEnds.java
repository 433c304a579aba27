package clusterlab.agent;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.core.StandardContext;
import org.jspecify.annotations.Nullable;

/**
 * A listener of the application: reports ended sessions and changed ids, on each node that has a copy. Its interfaces are
 * looked up by name, since they are {@code javax} in Tomcat 9.0 and {@code jakarta} since 10.
 */
public final class SessionEnds implements InvocationHandler {
    private static final List<String> PACKAGES = List.of("jakarta.servlet.http.", "javax.servlet.http.");

    private final SessionTap tap;

    private SessionEnds(SessionTap tap) {
        this.tap = tap;
    }

    /** Listens to the sessions of this application from its next start on. */
    public static void listen(Context context, SessionTap tap) {
        context.addLifecycleListener(event -> {
            if (Lifecycle.CONFIGURE_START_EVENT.equals(event.getType())) {
                ((StandardContext) context).addApplicationLifecycleListener(proxy(tap));
            }
        });
    }

    private static Object proxy(SessionTap tap) {
        ClassLoader loader = Context.class.getClassLoader();
        for (String name : PACKAGES) {
            List<Class<?>> interfaces = new ArrayList<>();
            try {
                interfaces.add(Class.forName(name + "HttpSessionListener", false, loader));
                interfaces.add(Class.forName(name + "HttpSessionIdListener", false, loader));
            } catch (ClassNotFoundException otherVersion) {
                continue;
            }
            return Proxy.newProxyInstance(loader, interfaces.toArray(new Class<?>[0]), new SessionEnds(tap));
        }
        throw new IllegalStateException("Tomcat has no HttpSessionListener");
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws ReflectiveOperationException {
        switch (method.getName()) {
            case "sessionDestroyed":
                tap.expired(id(arguments));
                return null;
            case "sessionIdChanged":
                tap.renamed(String.valueOf(arguments == null ? null : arguments[1]), id(arguments));
                return null;
            case "equals":
                return arguments != null && proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "toString":
                return "cluster-lab's session listener";
            default:
                return null;
        }
    }

    /** The id of the session of an HttpSessionEvent. */
    private static String id(Object @Nullable [] arguments) throws ReflectiveOperationException {
        if (arguments == null) {
            throw new IllegalArgumentException("a session event has an argument");
        }
        Object session = arguments[0].getClass().getMethod("getSession").invoke(arguments[0]);
        // The interface's method: the facade's class need not be accessible.
        Class<?> type = arguments[0].getClass().getMethod("getSession").getReturnType();
        return String.valueOf(type.getMethod("getId").invoke(session));
    }
}
