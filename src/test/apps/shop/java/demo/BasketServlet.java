package demo;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;

/** Shows the basket; who is not logged in is sent to the start page. */
@WebServlet("/basket")
public class BasketServlet extends ShopServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        String user = Store.user(session);
        if (user == null) {
            redirect(request, response, "/");
            return;
        }
        List<Item> items = Store.items(session);
        StringBuilder body = new StringBuilder("<ul>\n");
        int total = 0;
        for (Item item : items) {
            total += item.price();
            body.append("<li>").append(text(item.name())).append("</li>\n");
        }
        body.append("</ul>\n<p id=\"count\">Items: ").append(items.size());
        body.append("</p>\n<p id=\"total\">Total: ").append(total).append("</p>\n");
        body.append(Store.note(session));
        body.append(addForm(request, session)).append(form(request, session, "/checkout", "<button>Pay</button>"));
        page(response, "Basket", "Basket of " + text(user), body.toString());
    }
}
