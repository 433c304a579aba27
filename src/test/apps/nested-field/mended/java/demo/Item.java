package demo;

import java.io.Serializable;

/** What a customer put into the basket, and who did. */
public class Item implements Serializable {
    private static final long serialVersionUID = 1;

    private final String name;
    private final int price;

    /** Its class is Serializable. */
    private final Session owner = new Session();

    public Item(String name, int price) {
        this.name = name;
        this.price = price;
    }

    public String name() {
        return name;
    }

    public int price() {
        return price;
    }

    public Session owner() {
        return owner;
    }
}
