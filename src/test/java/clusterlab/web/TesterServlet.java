package clusterlab.web;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Puts the parameter {@code value} into the session under the name {@code name}, whatever they are. */
@WebServlet("")
public final class TesterServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getParameter("name") != null) {
            request.getSession().setAttribute(request.getParameter("name"), request.getParameter("value"));
        } else {
            request.getSession();
        }
        response.getWriter().print("ok");
    }
}
