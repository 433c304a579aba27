package demo;

/** How the customer likes the shop to look. */
public class Theme implements java.io.Serializable {
    private final String colour = "green";

    public String colour() {
        return colour;
    }
}
