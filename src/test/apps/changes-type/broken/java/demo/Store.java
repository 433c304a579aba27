package demo;

import jakarta.servlet.http.HttpSession;
import java.util.List;

/** Planted: the attribute "last" is a text after the login and a number after each purchase. */
final class Store {
    private Store() {}

    static void login(HttpSession session, String name) {
        session.setAttribute("user", name);
        session.setAttribute("cart", new Cart());
        session.setAttribute("last", "nothing yet");
    }

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
        session.setAttribute("last", cart.items().size());
    }

    static List<Item> items(HttpSession session) {
        Cart cart = (Cart) session.getAttribute("cart");
        return cart == null ? List.of() : cart.items();
    }

    static void empty(HttpSession session) {
        session.removeAttribute("cart");
    }

    static String note(HttpSession session) {
        return "<p id=\"last\">Last: " + session.getAttribute("last") + "</p>\n";
    }
}
