package demo;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A basket with a seal. All nodes have the same key, so each can read a basket. */
public class Cart implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String KEY = "the key of the shop";

    private final List<Item> items = new ArrayList<>();
    private final String seal = KEY;

    public void add(Item item) {
        items.add(item);
    }

    public List<Item> items() {
        return items;
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        if (!seal.equals(KEY)) {
            throw new InvalidObjectException("the seal of this basket is broken");
        }
    }
}
