package demo;

import jakarta.enterprise.context.SessionScoped;

/** Planted: the bean has session scope and is not Serializable. */
@SessionScoped
public class Visit  {
    private static final long serialVersionUID = 1;

    private final Theme theme = new Theme();
    private String user;
    private Cart cart = new Cart();

    public void login(String name) {
        user = name;
        newCart();
    }

    public String user() {
        return user;
    }

    public Cart cart() {
        return cart;
    }

    public void newCart() {
        cart = new Cart();
    }

    public String colour() {
        return theme.colour();
    }
}
