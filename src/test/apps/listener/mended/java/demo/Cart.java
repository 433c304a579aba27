package demo;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A basket with bonus points. The bonus is given once, by who makes the basket. */
public class Cart implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<Item> items = new ArrayList<>();
    private int points = 10;

    public void add(Item item) {
        items.add(item);
    }

    public List<Item> items() {
        return items;
    }

    public int points() {
        return points;
    }
}
