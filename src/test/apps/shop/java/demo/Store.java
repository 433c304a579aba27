package demo;

import jakarta.servlet.http.HttpSession;
import java.util.List;

/** What the shop knows of a customer: all of it is in the session, and each change is told to the container. */
final class Store {
    private Store() {}

    static void login(HttpSession session, String name) {
        session.setAttribute("user", name);
        session.setAttribute("cart", new Cart());
    }

    /** The customer's name, or null before the login. */
    static String user(HttpSession session) {
        return (String) session.getAttribute("user");
    }

    static void add(HttpSession session, Item item) {
        Cart cart = (Cart) session.getAttribute("cart");
        if (cart == null) {
            cart = new Cart();
        }
        cart.add(item);
        session.setAttribute("cart", cart);
    }

    static List<Item> items(HttpSession session) {
        Cart cart = (Cart) session.getAttribute("cart");
        return cart == null ? List.of() : cart.items();
    }

    static void empty(HttpSession session) {
        session.removeAttribute("cart");
    }

    /** A further line of the basket's page. */
    static String note(HttpSession session) {
        return "";
    }
}
