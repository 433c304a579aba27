package demo;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of the shop. Planted: the basket is changed in place, and the container is not told. */
@Controller
public class ShopController {
    private final Visit visit;

    public ShopController(Visit visit) {
        this.visit = visit;
    }

    @GetMapping("/")
    public void start(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        String user = visit.user();
        if (user == null) {
            ShopServlet.page(
                    response,
                    "Login",
                    "Welcome to the shop",
                    ShopServlet.form(request, session, "/login", "<input name=\"name\"><button>Log in</button>"));
        } else {
            ShopServlet.page(
                    response, "Shop", "Hello " + ShopServlet.text(user), ShopServlet.addForm(request, session));
        }
    }

    @PostMapping("/login")
    public void login(@RequestParam("name") String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        HttpSession session = ShopServlet.checked(request, response);
        if (session != null) {
            visit.login(name.isEmpty() ? "nobody" : name);
            session.setAttribute("cart", new Cart());
            ShopServlet.redirect(request, response, "/");
        }
    }

    @PostMapping("/add")
    public void add(@RequestParam("item") String item, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        HttpSession session = ShopServlet.checked(request, response);
        if (session != null) {
            Cart cart = (Cart) session.getAttribute("cart");
            cart.add(new Item(item, item.length()));
            ShopServlet.redirect(request, response, "/basket");
        }
    }

    @GetMapping("/basket")
    public void basket(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        Cart cart = (Cart) session.getAttribute("cart");
        if (visit.user() == null) {
            ShopServlet.redirect(request, response, "/");
            return;
        }
        List<Item> items = cart == null ? List.of() : cart.items();
        StringBuilder body = new StringBuilder("<ul>\n");
        for (Item one : items) {
            body.append("<li>").append(ShopServlet.text(one.name())).append("</li>\n");
        }
        body.append("</ul>\n<p id=\"count\">Items: ").append(items.size()).append("</p>\n");
        body.append(ShopServlet.addForm(request, session));
        body.append(ShopServlet.form(request, session, "/checkout", "<button>Pay</button>"));
        ShopServlet.page(response, "Basket", "Basket of " + ShopServlet.text(visit.user()), body.toString());
    }

    @PostMapping("/checkout")
    public void checkout(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = ShopServlet.checked(request, response);
        if (session != null) {
            Cart cart = (Cart) session.getAttribute("cart");
            session.setAttribute("ordered", cart == null ? 0 : cart.items().size());
            session.removeAttribute("cart");
            ShopServlet.redirect(request, response, "/done");
        }
    }

    @GetMapping("/done")
    public void done(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        if (visit.user() == null) {
            ShopServlet.redirect(request, response, "/");
            return;
        }
        ShopServlet.page(
                response,
                "Thank you",
                "Thank you, " + ShopServlet.text(visit.user()),
                "<p id=\"ordered\">Items ordered: " + session.getAttribute("ordered") + "</p>\n");
    }
}
