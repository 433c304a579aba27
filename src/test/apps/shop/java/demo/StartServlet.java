package demo;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** The start page: the login, or what can be bought. */
@WebServlet("")
public class StartServlet extends ShopServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        String user = Store.user(session);
        if (user == null) {
            page(
                    response,
                    "Login",
                    "Welcome to the shop",
                    form(request, session, "/login", "<input name=\"name\"><button>Log in</button>"));
        } else {
            page(
                    response,
                    "Shop",
                    "Hello " + text(user),
                    addForm(request, session) + "<p><a href=\"" + request.getContextPath()
                            + "/basket\">Your basket</a></p>\n");
        }
    }
}
