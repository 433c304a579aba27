package demo;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Planted: the baskets are in an attribute of the application, which no node shares with another. */
final class Store {
    private Store() {}

    static void login(HttpSession session, String name) {
        session.setAttribute("user", name);
        ServletContext context = session.getServletContext();
        if (context.getAttribute("carts") == null) {
            context.setAttribute("carts", new ConcurrentHashMap<String, Cart>());
        }
        carts(session).put(session.getId(), new Cart());
    }

    static String user(HttpSession session) {
        return (String) session.getAttribute("user");
    }

    static void add(HttpSession session, Item item) {
        Cart cart = carts(session).get(session.getId());
        if (cart == null) {
            cart = new Cart();
            carts(session).put(session.getId(), cart);
        }
        cart.add(item);
    }

    static List<Item> items(HttpSession session) {
        Cart cart = carts(session).get(session.getId());
        return cart == null ? List.of() : cart.items();
    }

    static void empty(HttpSession session) {
        carts(session).remove(session.getId());
    }

    static String note(HttpSession session) {
        return "";
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Cart> carts(HttpSession session) {
        Object carts = session.getServletContext().getAttribute("carts");
        return carts == null ? new ConcurrentHashMap<>() : (Map<String, Cart>) carts;
    }
}
