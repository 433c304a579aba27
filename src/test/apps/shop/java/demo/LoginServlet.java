package demo;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** Takes any name. */
@WebServlet("/login")
public class LoginServlet extends ShopServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = checked(request, response);
        if (session != null) {
            String name = request.getParameter("name");
            Store.login(session, name == null || name.isEmpty() ? "nobody" : name);
            redirect(request, response, "/");
        }
    }
}
