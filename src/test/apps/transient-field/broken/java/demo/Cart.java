package demo;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Planted: the items are transient, so a basket that was read on another node has none. */
public class Cart implements Serializable {
    private static final long serialVersionUID = 1;

    private transient List<Item> items = new ArrayList<>();

    public void add(Item item) {
        items.add(item);
    }

    public List<Item> items() {
        return items;
    }
}
