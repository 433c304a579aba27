package demo;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** Takes the order and empties the basket. */
@WebServlet({"/checkout", "/done"})
public class CheckoutServlet extends ShopServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = checked(request, response);
        if (session != null) {
            session.setAttribute("ordered", Store.items(session).size());
            Store.empty(session);
            redirect(request, response, "/done");
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        String user = Store.user(session);
        if (user == null) {
            redirect(request, response, "/");
            return;
        }
        page(
                response,
                "Thank you",
                "Thank you, " + text(user),
                "<p id=\"ordered\">Items ordered: " + session.getAttribute("ordered") + "</p>\n<p><a href=\""
                        + request.getContextPath() + "/\">To the shop</a></p>\n");
    }
}
