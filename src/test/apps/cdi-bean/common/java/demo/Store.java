package demo;

import jakarta.servlet.http.HttpSession;
import java.util.List;

/** What the shop knows of a customer is in a bean with session scope. */
final class Store {
    private Store() {}

    static void login(HttpSession session, String name) {
        Visit visit = Beans.get(session, Visit.class);
        visit.login(name);
        Beans.save(session, visit);
    }

    static String user(HttpSession session) {
        return Beans.get(session, Visit.class).user();
    }

    static void add(HttpSession session, Item item) {
        Visit visit = Beans.get(session, Visit.class);
        visit.cart().add(item);
        Beans.save(session, visit);
    }

    static List<Item> items(HttpSession session) {
        return Beans.get(session, Visit.class).cart().items();
    }

    static void empty(HttpSession session) {
        Visit visit = Beans.get(session, Visit.class);
        visit.newCart();
        Beans.save(session, visit);
    }

    static String note(HttpSession session) {
        return "";
    }
}
