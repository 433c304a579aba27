package demo;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A basket with a seal. Planted: each process makes a key of its own, so no other node can read a basket. */
public class Cart implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String KEY = UUID.randomUUID().toString();

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
