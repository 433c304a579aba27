package demo;

import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Planted: the baskets are in the memory of this node, under the id of their session. */
final class Store {
    private static final Map<String, Cart> CARTS = new ConcurrentHashMap<>();

    private Store() {}

    static void login(HttpSession session, String name) {
        session.setAttribute("user", name);
        CARTS.put(session.getId(), new Cart());
    }

    static String user(HttpSession session) {
        return (String) session.getAttribute("user");
    }

    static void add(HttpSession session, Item item) {
        CARTS.computeIfAbsent(session.getId(), id -> new Cart()).add(item);
    }

    static List<Item> items(HttpSession session) {
        Cart cart = CARTS.get(session.getId());
        return cart == null ? List.of() : cart.items();
    }

    static void empty(HttpSession session) {
        CARTS.remove(session.getId());
    }

    static String note(HttpSession session) {
        return "";
    }
}
