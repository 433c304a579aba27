package demo;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Both transient fields are there again: one is made when it is needed, the other one when the basket is read. */
public class Cart implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<Item> items = new ArrayList<>();
    private transient List<Item> view;
    private transient Object lock = new Object();

    public void add(Item item) {
        synchronized (lock) {
            items.add(item);
        }
    }

    public List<Item> items() {
        if (view == null) {
            view = List.copyOf(items);
        }
        return view.size() == items.size() ? view : (view = List.copyOf(items));
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        lock = new Object();
    }
}
