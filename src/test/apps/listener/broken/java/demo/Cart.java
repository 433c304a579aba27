package demo;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A basket with bonus points. Planted: the bonus is given when the basket is bound, which happens on each replica again. */
public class Cart implements HttpSessionBindingListener, Serializable {
    private static final long serialVersionUID = 1;

    private final List<Item> items = new ArrayList<>();
    private int points;

    public void add(Item item) {
        items.add(item);
    }

    public List<Item> items() {
        return items;
    }

    public int points() {
        return points;
    }

    @Override
    public void valueBound(HttpSessionBindingEvent event) {
        points += 10;
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        System.getLogger("shop").log(System.Logger.Level.DEBUG, event.getName());
    }
}
