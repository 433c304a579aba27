package demo;

import jakarta.servlet.http.HttpSession;
import java.util.List;

/** Planted: a basket is changed in place, and the container is not told. */
final class Store {
    private Store() {}

    static void login(HttpSession session, String name) {
        session.setAttribute("user", name);
        session.setAttribute("cart", new Cart());
    }

    static String user(HttpSession session) {
        return (String) session.getAttribute("user");
    }

    static void add(HttpSession session, Item item) {
        Cart cart = (Cart) session.getAttribute("cart");
        if (cart == null) {
            cart = new Cart();
            session.setAttribute("cart", cart);
        }
        cart.add(item);
    }

    static List<Item> items(HttpSession session) {
        Cart cart = (Cart) session.getAttribute("cart");
        return cart == null ? List.of() : cart.items();
    }

    static void empty(HttpSession session) {
        session.removeAttribute("cart");
    }

    static String note(HttpSession session) {
        return "";
    }
}
