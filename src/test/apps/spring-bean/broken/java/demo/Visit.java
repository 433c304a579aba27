package demo;

import java.io.Serializable;
import org.springframework.web.context.annotation.SessionScope;

/** Planted: its field's class is not Serializable. */
@SessionScope
public class Visit implements Serializable {
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
