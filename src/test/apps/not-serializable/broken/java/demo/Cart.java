package demo;

import java.util.ArrayList;
import java.util.List;

/** Planted: what becomes an attribute is not Serializable. */
public class Cart {
    private final List<Item> items = new ArrayList<>();

    public void add(Item item) {
        items.add(item);
    }

    public List<Item> items() {
        return items;
    }
}
