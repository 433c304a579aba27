package demo;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The basket of a customer. */
public class Cart implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<Item> items = new ArrayList<>();

    public void add(Item item) {
        items.add(item);
    }

    public List<Item> items() {
        return items;
    }
}
