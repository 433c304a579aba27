package demo;

import jakarta.servlet.http.HttpSession;

/** Stands for a container with session scoped beans. */
final class Beans {
    private Beans() {}

    static <T> T get(HttpSession session, Class<T> type) {
        Object bean = session.getAttribute(type.getName());
        if (bean == null) {
            try {
                bean = type.getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            session.setAttribute(type.getName(), bean);
        }
        return type.cast(bean);
    }

    static void save(HttpSession session, Object bean) {
        session.setAttribute(bean.getClass().getName(), bean);
    }
}
